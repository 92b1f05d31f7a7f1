package dev.holdfast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** The change feed: how soon a commit is told to 1, 10 and 100 followers, and how fast a new device pulls 100,000 changes. */
final class FeedBench {
    private static final int[] FOLLOWERS = {1, 10, 100};
    private static final int COMMITS = 200;
    private static final int PUSHES = 200;
    private static final int PUSH_SIZE = 500;
    private static final int PUSHERS = 8;
    private static final int PULLS = 3;
    private static final int STREAMS_AN_ACCOUNT = 20;
    private static final Pattern HEAD = Pattern.compile("\"head\":(\\d+)");

    private final URI server;
    private final Report report;

    FeedBench(URI server, Report report) {
        this.server = server;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        for (int followers : FOLLOWERS) {
            double[] latencies = deliver(followers);
            report.say(
                    "%4d followers: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms from the request that commits to the event",
                    followers, at(latencies, 0.5), at(latencies, 0.95), at(latencies, 0.99));
            if (followers == 100) {
                report.figure("p95_ms", at(latencies, 0.95));
            }
        }
        pull();
    }

    /** One writer, followers in the same workspace; the times in ms from a write's being sent to its head's being told. */
    private double[] deliver(int followers) throws IOException, InterruptedException {
        String owner = Client.signUp(server);
        List<String> tokens = new ArrayList<>(List.of(owner));
        String workspace;
        try (Client client = Client.open(server, owner)) {
            workspace = client.json("POST", "/api/workspaces", "", "{\"name\":\"feed\"}", 201)
                    .get("id")
                    .asString();
            while (tokens.size() * STREAMS_AN_ACCOUNT < followers + STREAMS_AN_ACCOUNT) {
                String token = Client.signUp(server);
                tokens.add(token);
                String email;
                try (Client fellow = Client.open(server, token)) {
                    email = fellow.json("GET", "/api/me", "", "", 200)
                            .get("email")
                            .asString();
                }
                client.json(
                        "POST",
                        "/api/workspaces/" + workspace + "/members",
                        "",
                        "{\"email\":\"" + email + "\",\"role\":\"viewer\"}",
                        200);
            }
        }
        ConcurrentHashMap<Long, Long> sent = new ConcurrentHashMap<>();
        ConcurrentLinkedQueue<Double> latencies = new ConcurrentLinkedQueue<>();
        Semaphore told = new Semaphore(0);
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < followers; i++) {
            Client client = Client.open(server, tokens.get(i % tokens.size()));
            clients.add(client);
            Connection stream = client.stream();
            Thread.ofVirtual().start(() -> follow(stream, workspace, sent, latencies, told));
        }
        told.tryAcquire(followers, 10, TimeUnit.SECONDS);
        told.drainPermits();
        write(owner, workspace, followers, sent, told);
        for (Client client : clients) {
            client.close();
        }
        double[] sorted =
                latencies.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length < followers * COMMITS * 0.9) {
            throw new IOException("only " + sorted.length + " of " + followers * COMMITS + " events came");
        }
        return sorted;
    }

    /** Commits one document after the other, each as soon as everybody was told of the one before. */
    private void write(
            String owner, String workspace, int followers, ConcurrentHashMap<Long, Long> sent, Semaphore told)
            throws IOException, InterruptedException {
        try (Client writer = Client.open(server, owner)) {
            long head = head(writer, workspace);
            for (int i = 1; i <= COMMITS; i++) {
                sent.put(head + i, System.nanoTime());
                writer.json("POST", "/api/workspaces/" + workspace + "/documents", "", Texts.json("n", i), 201);
                told.tryAcquire(followers, 5, TimeUnit.SECONDS);
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    private static void follow(
            Connection stream,
            String workspace,
            ConcurrentHashMap<Long, Long> sent,
            ConcurrentLinkedQueue<Double> latencies,
            Semaphore told) {
        try {
            while (true) {
                String line = stream.line();
                Matcher head = HEAD.matcher(line);
                if (line.startsWith("data:") && line.contains(workspace) && head.find()) {
                    Long at = sent.get(Long.parseLong(head.group(1)));
                    if (at != null) {
                        latencies.add((System.nanoTime() - at) / 1e6);
                    }
                    told.release();
                }
            }
        } catch (IOException e) {
            // The scenario closed the connection.
            told.release();
        }
    }

    private static long head(Client client, String workspace) throws IOException {
        JsonNode page = client.json("GET", "/api/sync/since?spaces=" + workspace, "", "", 200);
        return page.get("spaces").get(0).get("head").asLong();
    }

    private void pull() throws IOException, InterruptedException {
        String token = Client.signUp(server);
        try (Client client = Client.open(server, token)) {
            String workspace = client.json("POST", "/api/workspaces", "", "{\"name\":\"pull\"}", 201)
                    .get("id")
                    .asString();
            report.say("writing %d documents …", PUSHES * PUSH_SIZE);
            try (ExecutorService threads = Executors.newFixedThreadPool(PUSHERS)) {
                List<Future<?>> pushers = IntStream.range(0, PUSHERS)
                        .<Future<?>>mapToObj(pusher -> threads.submit(() -> push(token, workspace, pusher)))
                        .toList();
                for (Future<?> pusher : pushers) {
                    pusher.get();
                }
            } catch (ExecutionException e) {
                throw new IOException("a push failed: " + e.getMessage(), e);
            }
            for (int pull = 0; pull < PULLS; pull++) {
                report.sample("pull_changes_per_s", pullOnce(token));
            }
        }
    }

    /** Pushes one pusher's share of the documents. */
    private void push(String token, String workspace, int pusher) {
        try (Client client = Client.open(server, token)) {
            for (int push = pusher; push < PUSHES; push += PUSHERS) {
                client.json("POST", "/api/sync/push", "", mutations(workspace, push), 200);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String mutations(String workspace, int push) {
        return IntStream.range(0, PUSH_SIZE)
                .mapToObj(i -> "{\"mutationId\":\"" + UUID.randomUUID()
                        + "\",\"entity\":\"document\",\"op\":\"create\",\"id\":\""
                        + UUID.randomUUID() + "\",\"spaceId\":\"" + workspace + "\",\"data\":{\"title\":\"note " + push
                        + '-' + i
                        + "\",\"content\":\"a short note\"}}")
                .collect(Collectors.joining(",", "{\"mutations\":[", "]}"));
    }

    /** What a new device does, on a connection of its own: one that idled while others wrote may be closed. */
    private double pullOnce(String token) throws IOException {
        long begin = System.nanoTime();
        long changes = 0;
        try (Client client = Client.open(server, token)) {
            String cursor = "";
            for (boolean more = true; more; ) {
                JsonNode page = client.json("GET", "/api/sync/since?limit=1000" + cursor, "", "", 200);
                changes += page.get("changes").size();
                cursor = "&cursor=" + page.get("cursor").asString();
                more = page.get("hasMore").asBoolean();
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        report.say("pulled %d changes in %.2f s", changes, seconds);
        return changes / seconds;
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, sorted.length * share)];
    }
}
