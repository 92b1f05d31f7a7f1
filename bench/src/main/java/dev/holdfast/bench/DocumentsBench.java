package dev.holdfast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;

/**
 * Documents over HTTP: create, read, update with If-Match, list, sync pull and push at 1, 8 and 32 clients; updates beside
 * pgbench with the same SQL on the same server; creation beside other backends.
 */
final class DocumentsBench {
    private static final int[] CLIENTS = {1, 8, 32};
    private static final double WARM_UP_SECONDS = 2;
    private static final double SECONDS = 5;
    private static final int PAIRS = 3;
    private static final int PAIR_CLIENTS = 32;
    private static final int PUSH_SIZE = 10;

    private final URI server;
    private final Path data;
    private final Report report;
    private final AtomicLong seed = new AtomicLong();

    DocumentsBench(URI server, Path data, Report report) {
        this.server = server;
        this.data = data;
        this.report = report;
    }

    /** Runs everything; the arguments name peers as {@code name=url=token}. */
    void run(String[] peers) throws IOException, InterruptedException {
        String token = Client.signUp(server);
        String workspace;
        List<String> documents = new ArrayList<>();
        try (Client client = Client.open(server, token)) {
            workspace = client.json("POST", "/api/workspaces", "", "{\"name\":\"bench\"}", 201)
                    .get("id")
                    .asString();
            for (int i = 0; i < 512; i++) {
                documents.add(create(client, workspace).get("id").asString());
            }
        }
        report.say("Documents of 2 kB. Each figure: %.0f s after %.0f s of warm-up.", SECONDS, WARM_UP_SECONDS);
        load("warm-up (not counted)", 8, i -> updating(token, documents.get(i)), 15);
        for (int clients : CLIENTS) {
            load("create, " + clients + " clients", clients, i -> creating(token, workspace), SECONDS);
            load("read, " + clients + " clients", clients, i -> reading(token, documents.get(i)), SECONDS);
            load("update, " + clients + " clients", clients, i -> updating(token, documents.get(i)), SECONDS);
            Load.Result list =
                    load("list of 50, " + clients + " clients", clients, i -> listing(token, workspace), SECONDS);
            if (clients == 8) {
                report.figure("list_p95_ms", list.p95Ms());
            }
            load("sync pull of 200, " + clients + " clients", clients, i -> pulling(token), SECONDS);
            load(
                    "sync push of " + PUSH_SIZE + ", " + clients + " clients",
                    clients,
                    i -> pushing(token, workspace),
                    SECONDS);
        }
        besidePgbench(token, workspace, documents);
        for (String peer : peers) {
            besidePeer(token, workspace, Peer.parse(peer));
        }
    }

    private void besidePgbench(String token, String workspace, List<String> documents)
            throws IOException, InterruptedException {
        Pgbench pgbench = new Pgbench(data, UUID.fromString(workspace), documents);
        for (int pair = 0; pair < PAIRS; pair++) {
            double floor = pgbench.updatesPerSecond(PAIR_CLIENTS, (int) SECONDS);
            Load.Result ours = load(
                    "update, " + PAIR_CLIENTS + " clients",
                    PAIR_CLIENTS,
                    i -> updating(token, documents.get(i)),
                    SECONDS);
            report.say("%-38s %9.0f /s", "  pgbench, the same SQL", floor);
            report.sample("ratio_update_to_pgbench", ours.perSecond() / floor);
        }
    }

    private void besidePeer(String token, String workspace, Peer peer) {
        for (int pair = 0; pair < PAIRS; pair++) {
            Load.Result theirs = load("  " + peer.name() + ": create, 8 clients", 8, i -> peer.creating(seed), SECONDS);
            Load.Result ours = load("create, 8 clients", 8, i -> creating(token, workspace), SECONDS);
            report.sample("ratio_write_to_" + peer.name(), ours.perSecond() / theirs.perSecond());
        }
    }

    private Load.Result load(String what, int clients, IntFunction<Load.Step> client, double seconds) {
        Load.Result result = Load.run(clients, WARM_UP_SECONDS, seconds, client);
        report.row(what, result);
        return result;
    }

    private JsonNode create(Client client, String workspace) throws IOException {
        return client.json(
                "POST",
                "/api/workspaces/" + workspace + "/documents",
                "",
                Texts.json("note", seed.incrementAndGet()),
                201);
    }

    private Load.Step creating(String token, String workspace) {
        Client client = open(token);
        return () -> create(client, workspace);
    }

    private Load.Step reading(String token, String document) {
        Client client = open(token);
        return () -> Client.expect(client.send("GET", "/api/documents/" + document, "", ""), 200);
    }

    private Load.Step updating(String token, String document) {
        Client client = open(token);
        try {
            String[] etag = {
                client.send("GET", "/api/documents/" + document, "", "")
                        .headers()
                        .getOrDefault("etag", "")
            };
            return () -> {
                Connection.Answer answer = client.send(
                        "PUT",
                        "/api/documents/" + document,
                        "If-Match: " + etag[0] + "\r\n",
                        Texts.json("note", seed.incrementAndGet()));
                etag[0] = Client.expect(answer, 200).headers().getOrDefault("etag", "");
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Load.Step listing(String token, String workspace) {
        Client client = open(token);
        return () -> Client.expect(client.send("GET", "/api/workspaces/" + workspace + "/documents", "", ""), 200);
    }

    private Load.Step pulling(String token) {
        Client client = open(token);
        return () -> Client.expect(client.send("GET", "/api/sync/since?limit=200", "", ""), 200);
    }

    private Load.Step pushing(String token, String workspace) {
        Client client = open(token);
        return () -> {
            StringBuilder mutations = new StringBuilder("{\"mutations\":[");
            for (int i = 0; i < PUSH_SIZE; i++) {
                mutations
                        .append(i == 0 ? "" : ",")
                        .append("{\"mutationId\":\"")
                        .append(UUID.randomUUID())
                        .append("\",\"entity\":\"document\",")
                        .append("\"op\":\"create\",\"id\":\"")
                        .append(UUID.randomUUID())
                        .append("\",\"spaceId\":\"")
                        .append(workspace)
                        .append("\",\"data\":")
                        .append(Texts.json("pushed", seed.incrementAndGet()))
                        .append('}');
            }
            JsonNode answer = client.json(
                    "POST", "/api/sync/push", "", mutations.append("]}").toString(), 200);
            if (!answer.get("results").get(0).get("status").asString().equals("applied")) {
                throw new IOException("not applied: " + answer);
            }
        };
    }

    private Client open(String token) {
        try {
            return Client.open(server, token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
