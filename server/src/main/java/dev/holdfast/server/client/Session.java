package dev.holdfast.server.client;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** With what a client shows who it is: a token that was given, or a session opened with a password. */
public final class Session {
    private String accessToken;
    private @Nullable String refreshToken;
    private final boolean token;

    private Session(String accessToken, @Nullable String refreshToken) {
        this.accessToken = accessToken;
        this.refreshToken = refreshToken;
        this.token = refreshToken == null;
    }

    /**
     * Lets the client in: by {@code HOLDFAST_TOKEN}, else by {@code HOLDFAST_EMAIL} and {@code HOLDFAST_PASSWORD}, else by what
     * the person types. False when there is nothing to try with. Throws {@link ClientFailure} when it was tried and refused.
     */
    public static boolean open(HoldfastClient client, Map<String, String> environment, Terminal terminal) {
        String token = environment.getOrDefault("HOLDFAST_TOKEN", "");
        if (!token.isBlank()) {
            client.signedIn(new Session(token.strip(), null));
            return true;
        }
        Optional<String> email = given(environment, "HOLDFAST_EMAIL").or(() -> terminal.ask("E-mail: "));
        if (email.isEmpty() || email.get().isBlank()) {
            return false;
        }
        Optional<String> password = given(environment, "HOLDFAST_PASSWORD")
                .or(() -> terminal.askSecret("Password of " + email.get() + ": "));
        if (password.isEmpty()) {
            return false;
        }
        logIn(client, email.get().strip(), password.get(), terminal);
        return true;
    }

    /** Opens a session with a password; asks for the second factor where the account has one. */
    public static void logIn(HoldfastClient client, String email, String password, Terminal terminal) {
        Answer answer = client.post("api/auth/login", Map.of("email", email, "password", password));
        if (answer.code().equals("SECOND_FACTOR_REQUIRED")) {
            String challenge = answer.json().path("challenge").asString("");
            String code = terminal.ask("Code of the second factor: ")
                    .orElseThrow(() ->
                            new ClientFailure("The account wants a second factor: use an API key in HOLDFAST_TOKEN."));
            answer = client.post("api/auth/login/second", Map.of("challenge", challenge, "code", code.strip()));
        }
        client.signedIn(of(answer.orFail("Signing in as " + email).json()));
    }

    /** Opens a session with a password alone; false where that isn't enough, or isn't the account's. */
    public static boolean opened(HoldfastClient client, String email, String password) {
        Answer answer = client.post("api/auth/login", Map.of("email", email, "password", password));
        if (answer.status() == 401) {
            return false;
        }
        client.signedIn(of(answer.orFail("Signing in as " + email).json()));
        return true;
    }

    /** The session in a server's answer to signing in or up. */
    static Session of(JsonNode json) {
        return new Session(
                json.path("accessToken").asString(""), json.path("refreshToken").asString(""));
    }

    synchronized String accessToken() {
        return accessToken;
    }

    /** Gets a new access token; false when that can't be had. */
    synchronized boolean refresh(HoldfastClient client) {
        String token = refreshToken;
        if (token == null) {
            return false;
        }
        refreshToken = null;
        client.signedIn(this);
        Answer answer = client.post("api/auth/refresh", Map.of("refreshToken", token));
        if (!answer.good()) {
            return false;
        }
        accessToken = answer.json().path("accessToken").asString("");
        refreshToken = answer.json().path("refreshToken").asString("");
        return true;
    }

    /** What to say when the server doesn't take it (any more). */
    String refused(URI server) {
        return token ? server + " refuses the key in HOLDFAST_TOKEN." : "Signed out by " + server + ". Sign in again.";
    }

    void end(HoldfastClient client) {
        String token;
        synchronized (this) {
            token = refreshToken;
            refreshToken = null;
        }
        if (token != null) {
            try {
                var unused = client.post("api/auth/logout", Map.of("refreshToken", token));
            } catch (ClientFailure e) {
                // The session ends by itself when its refresh token gets too old.
            }
        }
    }

    private static Optional<String> given(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
