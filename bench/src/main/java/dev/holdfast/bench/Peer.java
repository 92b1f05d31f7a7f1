package dev.holdfast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** Another backend that keeps documents; its part of {@code bench/peers} says how it is started. */
record Peer(String name, URI server, String path, String headers) {

    /** From {@code name=url=path=header line}. */
    static Peer parse(String text) {
        String[] parts = text.split("=", 4);
        String header = parts[3].isEmpty() ? "" : parts[3].replace("|", "\r\n") + "\r\n";
        return new Peer(parts[0], URI.create(parts[1]), parts[2], "Content-Type: application/json\r\n" + header);
    }

    Load.Step creating(AtomicLong seed) {
        try {
            Connection connection = new Connection(server);
            return () -> {
                byte[] body = Texts.json("note", seed.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
                Connection.Answer answer = connection.send("POST", path, headers, body);
                if (answer.status() / 100 != 2) {
                    throw new IOException(name + " answered " + answer.status() + ": " + answer.text());
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
