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

/** {@code admin grant}: an account administers from now on. */
@Command(name = "grant", description = "Make an account an administrator.", mixinStandardHelpOptions = true)
class AdminGrantCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private StartOptions options = new StartOptions();

    @Parameters(paramLabel = "EMAIL", description = "The account's address.")
    private String email = "";

    @Override
    public Integer call() {
        if (!Administration.grant(options.settings(), email)) {
            throw new ClientFailure("There is no account with the address " + email + ". Sign up first, then grant.");
        }
        Objects.requireNonNull(spec).commandLine().getOut().println(email + " is an administrator now.");
        return 0;
    }
}
