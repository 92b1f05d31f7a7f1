package dev.holdfast.server.command;

import dev.holdfast.server.admin.Administration;
import dev.holdfast.server.client.ClientFailure;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code admin revoke}: an account administers no longer. */
@Command(name = "revoke", description = "Take administration away from an account.", mixinStandardHelpOptions = true)
class AdminRevokeCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private StartOptions options = new StartOptions();

    @Parameters(paramLabel = "EMAIL", description = "The account's address.")
    private String email = "";

    @Override
    public Integer call() {
        if (!Administration.revoke(options.settings(), email)) {
            throw new ClientFailure("There is no account with the address " + email + ".");
        }
        Objects.requireNonNull(spec).commandLine().getOut().println(email + " is no administrator any more.");
        return 0;
    }
}
