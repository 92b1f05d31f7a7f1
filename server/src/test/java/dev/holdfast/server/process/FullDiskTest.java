package dev.holdfast.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.TestObjects;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program on a small disk that fills up: it says so, and what it had acknowledged is there once there is room again. */
final class FullDiskTest {
    private static final int WRITES_BEFORE = 20;
    private static final int WRITES_MAX = 2_000;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void nothingAcknowledgedIsLostWhenTheDiskFillsUp() throws IOException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=480m", "none", disk.toString()) == 0,
                "mounting a small disk is not allowed here: needs root");
        try {
            fillsUp(disk);
        } finally {
            assertThat(run("umount", "-l", disk.toString())).isZero();
        }
    }

    private void fillsUp(Path disk) throws IOException {
        Map<String, String> settings = new HashMap<>(TestObjects.fresh().settings());
        settings.put("holdfast.data", disk.resolve("data").toString());
        Path ballast = disk.resolve("ballast");
        try (ServeProcess server = ServeProcess.start(folder.resolve("run"), settings)) {
            Person ann = Person.signUp(server::client);
            UUID workspace = ann.workspace();
            List<UUID> kept = new ArrayList<>();
            for (int i = 0; i < WRITES_BEFORE; i++) {
                kept.add(ann.document(workspace, "Before", "text"));
            }
            fill(ballast);
            Answer refused = writeUntilRefused(ann, workspace, kept);
            if (refused != null) {
                assertThat(refused.status()).as(refused.toString()).isEqualTo(503);
                assertThat(refused.json().get("code").asString()).isEqualTo("UNAVAILABLE");
            }
            if (server.isAlive()) {
                int unused = server.terminate();
            }
            assertThat(server.err()).contains("No space left on device");
            ProgramCommand.Ended full =
                    ProgramCommand.run(folder.resolve("again"), ServeProcess.withDefaults(settings), "serve");
            assertThat(full.err()).startsWith("holdfast: the disk of ").contains("make room");
            assertThat(full.status()).isEqualTo(1);
            Files.delete(ballast);
            server.start();
            assertThat(kept)
                    .isNotEmpty()
                    .allSatisfy(id -> assertThat(
                                    ann.client().get("api/documents/" + id).status())
                            .isEqualTo(200));
            assertThat(ann.document(workspace, "There is room again", "text")).isNotNull();
        }
    }

    /** Null when the program ended instead. */
    private static @Nullable Answer writeUntilRefused(Person ann, UUID workspace, List<UUID> kept) {
        TestClient client = ann.client();
        Random random = new Random(1);
        for (int i = 0; i < WRITES_MAX; i++) {
            byte[] noise = new byte[200_000];
            random.nextBytes(noise);
            Map<String, Object> body = Map.of(
                    "title", "t", "content", Base64.getEncoder().encodeToString(noise), "contentType", "text/plain");
            try {
                Answer answer = client.post("api/workspaces/" + workspace + "/documents", body);
                if (answer.status() != 201) {
                    return answer;
                }
                kept.add(UUID.fromString(answer.json().get("id").asString()));
            } catch (UncheckedIOException e) {
                return null;
            }
        }
        throw new AssertionError("a full disk took " + WRITES_MAX + " documents");
    }

    private static void fill(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] block = new byte[65_536];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static int run(String... line) throws IOException {
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .onExit()
                .orTimeout(30, TimeUnit.SECONDS)
                .join()
                .exitValue();
    }
}
