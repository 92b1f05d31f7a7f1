package dev.holdfast.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who is signed in, on one connection. */
final class Client implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private final Connection connection;
    private final String headers;

    private Client(Connection connection, String headers) {
        this.connection = connection;
        this.headers = headers;
    }

    /** Makes an account and returns its access token. */
    static String signUp(URI server) throws IOException {
        try (Connection connection = new Connection(server)) {
            String body = "{\"email\":\"bench-" + UUID.randomUUID()
                    + "@example.org\",\"password\":\"a long enough password\"}";
            Connection.Answer answer = connection.send(
                    "POST",
                    "/api/auth/signup",
                    "Content-Type: application/json\r\n",
                    body.getBytes(StandardCharsets.UTF_8));
            return JSON.readTree(expect(answer, 201).body()).get("accessToken").asString();
        }
    }

    static Client open(URI server, String token) throws IOException {
        return new Client(
                new Connection(server), "Content-Type: application/json\r\nAuthorization: Bearer " + token + "\r\n");
    }

    /** Sends JSON and reads JSON; fails when the status isn't the wanted one. */
    JsonNode json(String method, String path, String extraHeaders, String body, int status) throws IOException {
        return JSON.readTree(
                expect(send(method, path, extraHeaders, body), status).body());
    }

    Connection.Answer send(String method, String path, String extraHeaders, String body) throws IOException {
        return connection.send(method, path, headers + extraHeaders, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Opens the stream of changes on this connection; its lines come from the result. */
    Connection stream() throws IOException {
        int status = connection.open("/api/sync/stream", headers + "Accept: text/event-stream\r\n");
        if (status != 200) {
            throw new IOException("the stream answered " + status);
        }
        return connection;
    }

    static Connection.Answer expect(Connection.Answer answer, int status) throws IOException {
        if (answer.status() != status) {
            throw new IOException("wanted " + status + ", got " + answer.status() + ": " + answer.text());
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
