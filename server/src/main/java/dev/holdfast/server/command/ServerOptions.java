package dev.holdfast.server.command;

import dev.holdfast.server.client.ClientFailure;
import dev.holdfast.server.client.HoldfastClient;
import dev.holdfast.server.client.Session;
import dev.holdfast.server.client.Terminal;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that speaks to a running server, and how it gets in. */
class ServerOptions {
    private static final String DEFAULT = "http://localhost:8080";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server (default: HOLDFAST_SERVER, else " + DEFAULT + ").")
    private @Nullable URI server;

    /** A client that is signed in. The caller closes it. Throws {@link ClientFailure} when nobody says who it is. */
    HoldfastClient signedIn() {
        HoldfastClient client = client();
        try {
            if (!Session.open(client, environment(), Terminal.system())) {
                throw new ClientFailure(
                        "Who are you? Put an API key into HOLDFAST_TOKEN, or e-mail and password into HOLDFAST_EMAIL"
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
        URI chosen = server != null ? server : URI.create(environment().getOrDefault("HOLDFAST_SERVER", DEFAULT));
        if (chosen.getHost() == null || !("http".equals(chosen.getScheme()) || "https".equals(chosen.getScheme()))) {
            throw new ClientFailure("The server must be an http or https address, not " + chosen + ".");
        }
        return chosen;
    }

    /** The variables by which one may say who one is. */
    Map<String, String> environment() {
        return System.getenv();
    }

    /** Whether somebody watches the output. */
    static boolean terminal() {
        return System.console() != null && System.console().isTerminal();
    }
}
