package dev.holdfast.testkit.feed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events as they come (HTML Living Standard, section 9.2), with an access token. */
public final class EventStream implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private static final int WAIT_SECONDS = 20;

    private final HttpResponse<InputStream> response;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    private EventStream(HttpResponse<InputStream> response) {
        this.response = response;
        Thread.ofVirtual().start(this::read);
    }

    /**
     * An event.
     *
     * @param name its type; {@code ":"} for a comment, {@code "end"} when the connection ended
     * @param nanos when it arrived, by {@link System#nanoTime}
     */
    public record Event(String name, String data, long nanos) {}

    /** Opens a stream; look at {@link #status} before reading. */
    public static EventStream open(URI url, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream")
                .build();
        return new EventStream(HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream()));
    }

    public int status() {
        return response.statusCode();
    }

    /** A header's first value; null where it isn't there. */
    public @Nullable String header(String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    /** The next event that is as wanted; others before it are passed over. Fails after 20 s. */
    public Event await(Predicate<Event> wanted) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (true) {
            Event event = events.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (event == null) {
                throw new AssertionError("no such event within " + WAIT_SECONDS + " s");
            }
            if (wanted.test(event)) {
                return event;
            }
        }
    }

    /** The next event of a type. */
    public Event await(String name) throws InterruptedException {
        return await(event -> event.name().equals(name));
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String name = "message";
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    if (!data.isEmpty()) {
                        events.add(new Event(name, data.toString(), System.nanoTime()));
                    }
                    name = "message";
                    data.setLength(0);
                } else if (line.startsWith(":")) {
                    events.add(new Event(":", line.substring(1), System.nanoTime()));
                } else if (line.startsWith("event:")) {
                    name = line.substring("event:".length()).strip();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring("data:".length()).strip());
                }
            }
            events.add(new Event("end", "", System.nanoTime()));
        } catch (IOException e) {
            events.add(new Event("end", String.valueOf(e.getMessage()), System.nanoTime()));
        }
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            events.add(new Event("end", String.valueOf(e.getMessage()), System.nanoTime()));
        }
    }
}
