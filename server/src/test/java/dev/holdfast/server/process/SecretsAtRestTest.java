package dev.holdfast.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What only its holder may know stands in no row, in no file of the data folder and in no line that the program printed. */
final class SecretsAtRestTest {
    private static final String PASSWORD = "planted-password-9f2c6a";
    private static final String AI_KEY = "sk-planted-0c5e1d77a2b94f";
    private static final String NEW_PASSWORD = "planted-second-password-77b1";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void secretsStandNowhereInClear() throws Exception {
        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put("AI key", AI_KEY);
        List<String> found = new ArrayList<>();
        Path data;
        String printed;
        try (ServeProcess server = ServeProcess.start(folder, Map.of("holdfast.ai.openai.api-key", AI_KEY))) {
            try (Connection owner =
                    DriverManager.getConnection(server.databaseUrl(), "postgres", server.databasePassword())) {
                plant(server.client(), owner, secrets);
                assertThat(secrets).hasSizeGreaterThan(15);
                secrets.forEach((what, secret) -> assertThat(secret).as(what).hasSizeGreaterThan(5));
                assertThat(rows(owner, secrets, found)).isGreaterThan(50);
            }
            assertThat(server.terminate()).isZero();
            data = server.data();
            printed = server.out() + server.err();
        }
        secrets.forEach((what, secret) -> {
            if (printed.contains(secret)) {
                found.add(what + " in what was printed");
            }
        });
        search(data, secrets, found);
        assertThat(found).isEmpty();
    }

    @Test
    void whatIsNoSecretIsFoundSoThatTheSearchIsKnownToWork() throws Exception {
        Path file = folder.resolve("base/16384/1259");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "xx" + PASSWORD + "xx");
        List<String> found = new ArrayList<>();
        search(folder, Map.of("a password", PASSWORD), found);
        assertThat(found).singleElement().asString().contains("a password", "1259");
    }

    private static void plant(TestClient anybody, Connection owner, Map<String, String> secrets) throws SQLException {
        secrets.put("password", PASSWORD);
        Answer signUp = anybody.post("api/auth/signup", Map.of("email", "ann@rest.test", "password", PASSWORD));
        assertThat(signUp.status()).as(signUp.toString()).isEqualTo(201);
        TestClient ann = anybody.bearer(token(secrets, "access token", signUp));
        String refresh = signUp.json().get("refreshToken").asString();
        secrets.put("refresh token", refresh);
        Answer refreshed = anybody.with("Idempotency-Key", "refresh-once")
                .post("api/auth/refresh", Map.of("refreshToken", refresh));
        assertThat(refreshed.status()).as(refreshed.toString()).isEqualTo(200);
        secrets.put("second refresh token", refreshed.json().get("refreshToken").asString());
        Answer wrong =
                anybody.post("api/auth/login", Map.of("email", "ann@rest.test", "password", "planted-wrong-guess-31"));
        assertThat(wrong.status()).isEqualTo(401);
        secrets.put("wrong password", "planted-wrong-guess-31");
        Answer key = ann.with("Idempotency-Key", "key-once")
                .post("api/api-keys", Map.of("name", "k", "scopes", List.of("audit:read")));
        assertThat(key.status()).as(key.toString()).isEqualTo(201);
        String apiKey = key.json().get("key").asString();
        secrets.put("API key", apiKey);
        assertThat(anybody.bearer(apiKey).get("api/me").status()).isEqualTo(200);
        share(ann, secrets);
        mails(anybody, ann, owner, secrets);
        secondFactor(ann, secrets);
        Answer changed = ann.post("api/auth/password/change", Map.of("current", PASSWORD, "password", NEW_PASSWORD));
        assertThat(changed.status()).as(changed.toString()).isEqualTo(204);
        secrets.put("new password", NEW_PASSWORD);
    }

    private static void share(TestClient ann, Map<String, String> secrets) {
        String workspace =
                ann.post("api/workspaces", Map.of("name", "w")).json().get("id").asString();
        String document = ann.post(
                        "api/workspaces/" + workspace + "/documents",
                        Map.of("title", "t", "content", "c", "contentType", "text/plain"))
                .json()
                .get("id")
                .asString();
        Answer link = ann.with("Idempotency-Key", "link-once").post("api/documents/" + document + "/links", Map.of());
        assertThat(link.status()).as(link.toString()).isEqualTo(201);
        String token = link.json().get("token").asString();
        secrets.put("share link's token", token);
        assertThat(ann.get("api/links/" + token).status()).isEqualTo(200);
        assertThat(ann.get("s/" + token).status()).isEqualTo(200);
        Answer hook = ann.with("Idempotency-Key", "hook-once")
                .post(
                        "api/webhooks",
                        Map.of(
                                "spaceId",
                                workspace,
                                "url",
                                "https://example.com/h",
                                "events",
                                List.of("document.created")));
        assertThat(hook.status()).as(hook.toString()).isEqualTo(201);
        secrets.put("webhook's secret", hook.json().get("secret").asString());
        Answer invited = ann.post(
                "api/workspaces/" + workspace + "/members", Map.of("email", "bob@rest.test", "role", "viewer"));
        assertThat(invited.status()).as(invited.toString()).isEqualTo(202);
    }

    /** The invitation's mail: its text, and the token in it. */
    private static void mails(TestClient anybody, TestClient ann, Connection owner, Map<String, String> secrets)
            throws SQLException {
        try (Statement sql = owner.createStatement()) {
            assertThat(sql.executeUpdate("update platform.accounts set admin = true where email = 'ann@rest.test'"))
                    .isEqualTo(1);
        }
        anybody.post("api/auth/password/forgot", Map.of("email", "ann@rest.test"));
        int number = 0;
        for (JsonNode mail : ann.get("api/outbox").json().path("items")) {
            String text = mail.path("text").asString("");
            number++;
            for (String word : text.split("\\s+")) {
                int token = Math.max(word.lastIndexOf('/'), word.lastIndexOf('='));
                if (word.startsWith("http") && word.length() - token > 20) {
                    secrets.put("token in mail " + number, word.substring(token + 1));
                }
            }
            String longest = Stream.of(text.split("\n"))
                    .max(Comparator.comparingInt(String::length))
                    .orElse("");
            secrets.put("text of mail " + number, longest);
        }
        assertThat(number).isGreaterThan(0);
    }

    private static void secondFactor(TestClient ann, Map<String, String> secrets) {
        Answer begun = ann.post("api/auth/totp", Map.of());
        assertThat(begun.status()).as(begun.toString()).isEqualTo(200);
        secrets.put("TOTP secret", begun.json().get("secret").asString());
        Answer codes = ann.post("api/auth/recovery-codes", Map.of());
        assertThat(codes.status()).as(codes.toString()).isEqualTo(200);
        secrets.put("recovery code", codes.json().get("codes").get(0).asString());
    }

    private static String token(Map<String, String> secrets, String name, Answer answer) {
        String token = answer.json().get("accessToken").asString();
        secrets.put(name, token);
        return token;
    }

    /** Looks through every row of every table as a dump would show it, bytes in hexadecimal digits. How many there were. */
    private static int rows(Connection owner, Map<String, String> secrets, List<String> found) throws SQLException {
        List<String> tables = new ArrayList<>();
        int count = 0;
        try (Statement sql = owner.createStatement()) {
            try (ResultSet names = sql.executeQuery("""
                    select format('%I.%I', n.nspname, c.relname)
                      from pg_class c join pg_namespace n on n.oid = c.relnamespace
                     where c.relkind in ('r', 'p', 'm') and not c.relispartition
                       and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
                    """)) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows = sql.executeQuery("select t::text from " + table + " t")) {
                    while (rows.next()) {
                        count++;
                        String row = rows.getString(1);
                        secrets.forEach((what, secret) -> {
                            String hex = HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8));
                            if (row.contains(secret) || row.contains(hex)) {
                                found.add(what + " in a row of " + table);
                            }
                        });
                    }
                }
            }
        }
        return count;
    }

    private static void search(Path folder, Map<String, String> secrets, List<String> found) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                // One byte a character: markers are ASCII and are found wherever they begin.
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                secrets.forEach((what, secret) -> {
                    if (bytes.contains(secret)) {
                        found.add(what + " in " + folder.relativize(file));
                    }
                });
            }
        }
    }
}
