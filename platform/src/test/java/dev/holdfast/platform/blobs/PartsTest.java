package dev.holdfast.platform.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Uploads in parts, by a client that is cut off in the middle. */
final class PartsTest {
    private static final int PART_BYTES = 8 * 1024 * 1024;
    private static final byte[] FILE = new byte[2 * PART_BYTES + 100];

    private static BlobsApp blobs;

    @BeforeAll
    static void boot() {
        new Random(7).nextBytes(FILE);
        blobs = BlobsApp.start(Map.of("holdfast.blobs.max-upload-bytes", "20000000"));
    }

    @AfterAll
    static void stop() {
        blobs.close();
    }

    @Test
    void goesOnWithThePartsThatAreMissing() {
        TestClient ann = blobs.person();
        JsonNode upload = blobs.presign(ann, "film.bin", "application/octet-stream", FILE.length)
                .json();
        JsonNode first = ask(ann, upload);
        assertThat(first.get("count").asInt()).isEqualTo(3);
        assertThat(first.get("partBytes").asInt()).isEqualTo(PART_BYTES);
        assertThat(numbers(first)).containsExactly(1, 2, 3);
        assertThat(first.get("items").get(2).get("sizeBytes").asInt()).isEqualTo(100);
        assertThat(send(first.get("items").get(1))).isEqualTo(200);
        assertThat(blobs.complete(ann, upload).status()).as("not whole yet").isEqualTo(409);

        JsonNode second = ask(ann, upload);
        assertThat(second.get("received").valueStream().map(JsonNode::asInt)).containsExactly(2);
        assertThat(numbers(second)).containsExactly(1, 3);
        assertThat(send(second.get("items").get(1))).isEqualTo(200);
        assertThat(send(second.get("items").get(0))).isEqualTo(200);

        assertThat(numbers(ask(ann, upload))).isEmpty();
        assertThat(numbers(ask(ann, upload))).as("its answer was lost").isEmpty();
        Answer done = blobs.complete(ann, upload);
        assertThat(done.status()).isEqualTo(201);
        String location =
                String.valueOf(ann.get("api/uploads/" + id(upload) + "/content").header("Location"));
        assertThat(BlobsApp.send(HttpRequest.newBuilder(URI.create(location))).body())
                .isEqualTo(FILE);
        assertThat(ann.send("POST", "api/uploads/" + id(upload) + "/parts", null)
                        .status())
                .isEqualTo(410);
    }

    @Test
    void refusesAPartOfAnotherSize() {
        TestClient ann = blobs.person();
        JsonNode upload = blobs.presign(ann, "film.bin", "application/octet-stream", FILE.length)
                .json();
        JsonNode part = ask(ann, upload).get("items").get(0);
        int status = BlobsApp.send(
                        HttpRequest.newBuilder(URI.create(part.get("url").asString()))
                                .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[5])))
                .statusCode();
        assertThat(status).isEqualTo(403);
        assertThat(ask(ann, upload).get("received")).isEmpty();
    }

    @Test
    void refusesWhatCannotComeInParts() {
        TestClient ann = blobs.person();
        Answer unsized = ann.post(
                "api/uploads/presign", Map.of("fileName", "a.txt", "contentType", "text/plain", "scope", "backup"));
        Answer refused = ann.send("POST", "api/uploads/" + id(unsized.json()) + "/parts", null);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().get("errors").get(0).get("field").asString()).isEqualTo("sizeBytes");

        JsonNode upload = blobs.presign(ann, "b.txt", "text/plain", 3).json();
        assertThat(blobs.person()
                        .send("POST", "api/uploads/" + id(upload) + "/parts", null)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void keepsAFileOfOnePart() {
        TestClient ann = blobs.person();
        JsonNode upload = blobs.presign(ann, "b.txt", "text/plain", 3).json();
        JsonNode part = ask(ann, upload).get("items").get(0);
        int status = BlobsApp.send(
                        HttpRequest.newBuilder(URI.create(part.get("url").asString()))
                                .PUT(HttpRequest.BodyPublishers.ofString("abc")))
                .statusCode();
        assertThat(status).isEqualTo(200);
        assertThat(numbers(ask(ann, upload))).isEmpty();
        assertThat(blobs.complete(ann, upload).status()).isEqualTo(201);
    }

    private static JsonNode ask(TestClient client, JsonNode upload) {
        Answer answer = client.send("POST", "api/uploads/" + id(upload) + "/parts", null);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json();
    }

    private static int send(JsonNode part) {
        int from = (part.get("number").asInt() - 1) * PART_BYTES;
        byte[] bytes =
                Arrays.copyOfRange(FILE, from, from + part.get("sizeBytes").asInt());
        return BlobsApp.send(HttpRequest.newBuilder(URI.create(part.get("url").asString()))
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)))
                .statusCode();
    }

    private static List<Integer> numbers(JsonNode standing) {
        return standing.get("items")
                .valueStream()
                .map(item -> item.get("number").asInt())
                .toList();
    }

    private static String id(JsonNode upload) {
        return upload.get("id").asString();
    }
}
