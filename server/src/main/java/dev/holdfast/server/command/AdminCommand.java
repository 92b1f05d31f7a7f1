package dev.holdfast.server.command;

import dev.holdfast.server.admin.Administration;
import dev.holdfast.server.client.ClientFailure;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code admin}: what only the operator of the machine may do. */
@Command(
        name = "admin",
        description =
                "Say who administers this installation. Works on the machine itself, whether or not the program runs.",
        mixinStandardHelpOptions = true)
class AdminCommand extends CommandGroup {
    @Spec
    private @Nullable CommandSpec spec;

    /** An account administers from now on. */
    @Command(name = "grant", description = "Make an account an administrator.", mixinStandardHelpOptions = true)
    int grant(
            @Mixin StartOptions options,
            @Parameters(paramLabel = "EMAIL", description = "The account's address.") String email) {
        if (!Administration.grant(options.settings(), email)) {
            throw new ClientFailure("There is no account with the address " + email + ". Sign up first, then grant.");
        }
        return say(email + " is an administrator now.");
    }

    /** An account administers no longer. */
    @Command(
            name = "revoke",
            description = "Take administration away from an account.",
            mixinStandardHelpOptions = true)
    int revoke(
            @Mixin StartOptions options,
            @Parameters(paramLabel = "EMAIL", description = "The account's address.") String email) {
        if (!Administration.revoke(options.settings(), email)) {
            throw new ClientFailure("There is no account with the address " + email + ".");
        }
        return say(email + " is no administrator any more.");
    }

    private int say(String line) {
        Objects.requireNonNull(spec).commandLine().getOut().println(line);
        return 0;
    }
}
