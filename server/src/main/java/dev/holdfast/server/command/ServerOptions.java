package dev.holdfast.server.command;

import dev.holdfast.server.client.ClientFailure;
import dev.holdfast.server.client.HoldfastClient;
import dev.holdfast.server.client.Session;
import dev.holdfast.server.client.Terminal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that speaks to a running server, and how it gets in. */
class ServerOptions {
    private static final String SCOPES =
            "with the scopes documents:read, sync:read, jobs:read, and to import or sync documents:write, sync:write, uploads:write too";
    private static final String DEFAULT = "http://localhost:8080";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec mixee;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = {
                "The server (default: HOLDFAST_SERVER, else " + DEFAULT + ").",
                "Who you are stands in HOLDFAST_TOKEN, an API key " + SCOPES
                        + ", or in HOLDFAST_EMAIL and HOLDFAST_PASSWORD; else you are asked."
            })
    private @Nullable String server;

    /** A client that is signed in. The caller closes it. Throws {@link ClientFailure} when nobody says who it is. */
    HoldfastClient signedIn() {
        HoldfastClient client = client();
        try {
            if (!Session.open(client, environment(), Terminal.system())) {
                throw new ClientFailure("Who are you? Put an API key into HOLDFAST_TOKEN (" + SCOPES
                        + "), or e-mail and password into HOLDFAST_EMAIL"
                        + " and HOLDFAST_PASSWORD, or start this from a terminal, where you are asked.");
            }
            return client;
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** A client that isn't signed in. The caller closes it. */
    HoldfastClient client() {
        return new HoldfastClient(address());
    }

    /** The server's address. */
    URI address() {
        URI chosen = parsed(server != null ? server : environment().getOrDefault("HOLDFAST_SERVER", DEFAULT));
        if (chosen.getHost() == null || !("http".equals(chosen.getScheme()) || "https".equals(chosen.getScheme()))) {
            throw new ClientFailure("The server must be an http or https address, not " + chosen + ".");
        }
        return chosen;
    }

    private static URI parsed(String given) {
        try {
            return new URI(given);
        } catch (URISyntaxException e) {
            throw new ClientFailure("The server must be an http or https address, not " + given + ".", e);
        }
    }

    /** The variables by which one may say who one is. */
    Map<String, String> environment() {
        return Objects.requireNonNull(mixee).root().userObject() instanceof HoldfastCommand command
                ? command.environment()
                : System.getenv();
    }

    /** Whether somebody watches the output. */
    static boolean terminal() {
        return System.console() != null && System.console().isTerminal();
    }
}
