package dev.holdfast.platform.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.Stage;
import dev.holdfast.testkit.Eventually;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.TestObjects;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class UploadsTest {
    private static final byte[] TEXT = "Bread, butter, tea.\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PNG = {
        (byte) 0x89,
        'P',
        'N',
        'G',
        '\r',
        '\n',
        0x1a,
        '\n',
        0,
        0,
        0,
        13,
        'I',
        'H',
        'D',
        'R',
        0,
        0,
        0,
        1,
        0,
        0,
        0,
        1,
        8,
        6,
        0,
        0,
        0
    };
    private static final byte[] PAGE =
            "<!DOCTYPE html><html><script>alert(1)</script></html>".getBytes(StandardCharsets.UTF_8);

    private static BlobsApp blobs;

    @BeforeAll
    static void boot() {
        blobs = BlobsApp.start(Map.of("holdfast.blobs.max-upload-bytes", "20000000"));
    }

    @AfterAll
    static void stop() {
        blobs.close();
    }

    @Test
    void takesAFileAndGivesItBack() {
        TestClient ann = blobs.person();
        Answer presigned = blobs.presign(ann, "shöpping \"list\".txt", "text/plain", TEXT.length);
        assertThat(presigned.status()).isEqualTo(201);
        assertThat(presigned.json().propertyNames())
                .containsExactlyInAnyOrder("id", "method", "url", "headers", "fields", "expiresAt");
        assertThat(BlobsApp.put(presigned.json(), TEXT)).isEqualTo(200);

        Answer done = blobs.complete(ann, presigned.json());
        assertThat(done.status()).isEqualTo(201);
        assertThat(done.json().propertyNames())
                .containsExactlyInAnyOrder("id", "fileName", "contentType", "sizeBytes", "sha256", "createdAt");
        Answer again = blobs.complete(ann, presigned.json());
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(done.json());

        assertThat(ann.get("api/uploads?scope=backup").json().get("items").get(0))
                .isEqualTo(done.json());
        Answer redirect = ann.get("api/uploads/" + done.json().get("id").asString() + "/content");
        assertThat(redirect.status()).isEqualTo(302);
        HttpResponse<byte[]> bytes = get(redirect.header("Location"));
        assertThat(bytes.body()).isEqualTo(TEXT);
        assertThat(bytes.headers().firstValue("Content-Disposition"))
                .hasValue("inline; filename=\"sh_pping _list_.txt\"; filename*=UTF-8''sh%C3%B6pping%20%22list%22.txt");
        assertThat(bytes.headers().firstValue("Cache-Control")).hasValue("private, max-age=300");
        assertThat(bytes.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    }

    @Test
    void changesNothingByAPutAfterTheCompletion() {
        TestClient ann = blobs.person();
        JsonNode upload = blobs.presign(ann, "a.txt", "text/plain", TEXT.length).json();
        assertThat(BlobsApp.put(upload, TEXT)).isEqualTo(200);
        String id = blobs.complete(ann, upload).json().get("id").asString();
        byte[] other = "Other bytes, same size".substring(0, TEXT.length).getBytes(StandardCharsets.UTF_8);
        assertThat(BlobsApp.put(upload, other)).isEqualTo(200);
        assertThat(blobs.complete(ann, upload).status()).isEqualTo(200);
        assertThat(get(ann.get("api/uploads/" + id + "/content").header("Location"))
                        .body())
                .isEqualTo(TEXT);
    }

    @Test
    void speaksToCurl(@TempDir Path folder) throws Exception {
        TestClient ann = blobs.person();
        Path file = Files.write(folder.resolve("a.txt"), TEXT);
        JsonNode upload = blobs.presign(ann, "a.txt", "text/plain", TEXT.length).json();
        String sent = curl(
                "-sS",
                "-o",
                "/dev/null",
                "-w",
                "%{http_code}",
                "-T",
                file.toString(),
                "-H",
                "Content-Type: text/plain",
                upload.get("url").asString());
        assertThat(sent).isEqualTo("200");
        String id = blobs.complete(ann, upload).json().get("id").asString();
        String url = String.valueOf(ann.get("api/uploads/" + id + "/content").header("Location"));
        assertThat(curl("-sS", url)).isEqualTo(new String(TEXT, StandardCharsets.UTF_8));
    }

    @Test
    void holdsClientsToWhatWasSigned() {
        TestClient ann = blobs.person();
        JsonNode upload = blobs.presign(ann, "a.txt", "text/plain", TEXT.length).json();
        String url = upload.get("url").asString();
        assertThat(BlobsApp.put(url, "text/html", TEXT)).as("another type").isEqualTo(403);
        assertThat(BlobsApp.put(url, "text/plain", PAGE)).as("another length").isEqualTo(403);
        String tampered = url.contains("Signature=0")
                ? url.replace("Signature=0", "Signature=1")
                : url.replaceFirst("Signature=.", "Signature=0");
        assertThat(BlobsApp.put(tampered, "text/plain", TEXT)).as("tampered").isEqualTo(403);
        assertThat(BlobsApp.put(url.replace("incoming/", "blobs/"), "text/plain", TEXT))
                .as("another key")
                .isEqualTo(403);
        assertThat(blobs.complete(ann, upload).status()).as("nothing was sent").isEqualTo(409);
        assertThat(BlobsApp.put(upload, TEXT)).isEqualTo(200);
        assertThat(blobs.complete(ann, upload).status()).isEqualTo(201);
    }

    @Test
    void refusesAPageThatPassesForAPicture() {
        TestClient ann = blobs.person();
        JsonNode upload =
                blobs.presign(ann, "cat.png", "image/png", PAGE.length).json();
        assertThat(BlobsApp.put(upload, PAGE)).isEqualTo(200);
        Answer refused = blobs.complete(ann, upload);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("text/html").contains("contentType");
        assertThat(blobs.complete(ann, upload).status()).as("for good").isEqualTo(422);
        assertThat(ann.get("api/uploads?scope=backup").json().get("items")).isEmpty();
        assertThat(blobs.upload(ann, "cat.png", "image/png", PNG).status()).isEqualTo(201);
        assertThat(blobs.upload(ann, "page.md", "text/markdown", PAGE).status())
                .as("a text may hold HTML")
                .isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"text/html,page.html", "image/svg+xml,x.svg", "application/xml,x.xml", "application/octet-stream,x"})
    void servesWhatCanRunAsADownload(String type, String name) {
        TestClient ann = blobs.person();
        byte[] bytes = type.equals("image/svg+xml")
                ? "<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>".getBytes(StandardCharsets.UTF_8)
                : PAGE;
        String id = blobs.upload(ann, name, type, bytes).json().get("id").asString();
        HttpResponse<byte[]> got = get(ann.get("api/uploads/" + id + "/content").header("Location"));
        assertThat(got.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment;");
    }

    @Test
    void answersConditionalDownloadsAndRefusesTamperedOnes() {
        TestClient ann = blobs.person();
        String id =
                blobs.upload(ann, "a.txt", "text/plain", TEXT).json().get("id").asString();
        String url = String.valueOf(ann.get("api/uploads/" + id + "/content").header("Location"));
        String etag = get(url).headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> same =
                BlobsApp.send(HttpRequest.newBuilder(URI.create(url)).header("If-None-Match", etag));
        assertThat(same.statusCode()).isEqualTo(304);
        HttpResponse<byte[]> redirected = BlobsApp.send(
                HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer followed-a-redirect"));
        assertThat(redirected.statusCode())
                .as("a header that followed a redirect")
                .isEqualTo(200);
        assertThat(get(url.replace("a.txt", "b.txt")).statusCode())
                .as("another name")
                .isEqualTo(403);
        assertThat(get(url.substring(0, url.indexOf('?'))).statusCode())
                .as("no signature")
                .isEqualTo(403);
    }

    @Test
    void letsAPageOfOursUploadFromABrowser() {
        JsonNode upload = blobs.presign(blobs.person(), "a.txt", "text/plain", TEXT.length)
                .json();
        HttpResponse<byte[]> preflight = BlobsApp.send(
                HttpRequest.newBuilder(URI.create(upload.get("url").asString()))
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .header("Origin", TestObjects.ORIGIN)
                        .header("Access-Control-Request-Method", "PUT")
                        .header("Access-Control-Request-Headers", "content-type"));
        assertThat(preflight.statusCode()).isEqualTo(200);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue(TestObjects.ORIGIN);
    }

    @Test
    void takesAnUploadWithoutASizeUpToFiveMegabytes() {
        TestClient ann = blobs.person();
        Map<String, String> open =
                Map.of("fileName", "x", "contentType", "application/octet-stream", "scope", "backup");
        JsonNode small = ann.post("api/uploads/presign", open).json();
        assertThat(BlobsApp.put(small, TEXT)).isEqualTo(200);
        assertThat(blobs.complete(ann, small).status()).isEqualTo(201);
        JsonNode large = ann.post("api/uploads/presign", open).json();
        assertThat(BlobsApp.put(large, new byte[5 * 1024 * 1024 + 1])).isEqualTo(200);
        assertThat(blobs.complete(ann, large).status()).isEqualTo(413);
    }

    @Test
    void takesAnEmptyFile() {
        TestClient ann = blobs.person();
        assertThat(blobs.upload(ann, "empty.txt", "text/plain", new byte[0])
                        .json()
                        .get("sizeBytes")
                        .asInt())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'fileName':'a','contentType':'text/plain','scope':'backup','sizeBytes':-1}|422",
                "{'fileName':'a','contentType':'text/plain','scope':'backup','sizeBytes':20000001}|413",
                "{'fileName':'a','contentType':'text/plain','scope':'backup','sizeBytes':1.5}|422",
                "{'fileName':'','contentType':'text/plain','scope':'backup','sizeBytes':1}|422",
                "{'fileName':'a\\nb','contentType':'text/plain','scope':'backup','sizeBytes':1}|422",
                "{'fileName':'a\\u0000','contentType':'text/plain','scope':'backup','sizeBytes':1}|422",
                "{'fileName':'a','contentType':'plain','scope':'backup','sizeBytes':1}|422",
                "{'fileName':'a','contentType':'text/plain\\r\\nX: y','scope':'backup','sizeBytes':1}|422",
                "{'fileName':'a','contentType':'text/plain','scope':'elsewhere','sizeBytes':1}|422",
                "{'fileName':'a','contentType':'text/plain','scope':'backup','sizeBytes':1,'documentId':'x'}|422",
                "{'fileName':'a','contentType':'text/plain','scope':'note','sizeBytes':1}|422",
                "{'fileName':'a','contentType':'text/plain','scope':'note','sizeBytes':1,'noteId':'x'}|422",
                "{'fileName':'a','contentType':'text/plain','sizeBytes':1}|422",
                "{}|422",
                "[]|422",
                "{|400",
            })
    void refusesBadRequests(String body, int status) {
        Answer answer = blobs.person().post("api/uploads/presign", body.replace('\'', '"'));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void showsNobodyAnothersUpload() {
        TestClient ann = blobs.person();
        TestClient bob = blobs.person();
        JsonNode upload = blobs.presign(ann, "a.txt", "text/plain", TEXT.length).json();
        String path = "api/uploads/" + upload.get("id").asString();
        assertThat(BlobsApp.put(upload, TEXT)).isEqualTo(200);
        assertThat(bob.post(path + "/complete", "").status()).isEqualTo(404);
        assertThat(blobs.complete(ann, upload).status()).isEqualTo(201);
        assertThat(bob.post(path + "/complete", "").status()).isEqualTo(404);
        assertThat(bob.get(path + "/content").status()).isEqualTo(404);
        assertThat(bob.delete(path).status()).isEqualTo(404);
        assertThat(ann.delete("api/uploads/x").status()).isEqualTo(400);
        assertThat(blobs.app.client().post(path + "/complete", "").status()).isEqualTo(401);
        assertThat(ann.delete(path).status()).isEqualTo(204);
        assertThat(ann.delete(path).status()).isEqualTo(404);
        assertThat(ann.get(path + "/content").status()).isEqualTo(404);
    }

    @Test
    void attachesASpacesUploadByItsScope() {
        UUID account = Stage.account(blobs.app, false);
        Stage.space(blobs.app, account);
        TestClient ann = Stage.client(blobs.app, account);
        UUID note = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
        JsonNode upload = ann.post(
                        "api/uploads/presign",
                        Map.of(
                                "fileName",
                                "a.png",
                                "contentType",
                                "image/png",
                                "scope",
                                "note",
                                "sizeBytes",
                                PNG.length,
                                "noteId",
                                note))
                .json();
        assertThat(BlobsApp.put(upload, PNG)).isEqualTo(200);
        Answer done = blobs.complete(ann, upload);
        assertThat(done.status()).isEqualTo(201);
        assertThat(done.json().get("noteId").asString()).isEqualTo(note.toString());
        assertThat(ann.get("api/uploads/" + upload.get("id").asString() + "/content")
                        .status())
                .as("no backup of hers")
                .isEqualTo(404);
    }

    @Test
    void expiresASignature() {
        try (BlobsApp brief = BlobsApp.start(Map.of("holdfast.blobs.presign-ttl", "1s"))) {
            JsonNode upload = brief.presign(brief.person(), "a.txt", "text/plain", TEXT.length)
                    .json();
            Eventually.holds("the signature has expired", () -> BlobsApp.put(upload, TEXT) == 403);
        }
    }

    private static HttpResponse<byte[]> get(@Nullable String url) {
        return BlobsApp.send(HttpRequest.newBuilder(URI.create(String.valueOf(url))));
    }

    private static String curl(String... arguments) throws Exception {
        Process curl = new ProcessBuilder(
                        Stream.concat(Stream.of("curl"), Stream.of(arguments)).toList())
                .redirectErrorStream(true)
                .start();
        String answer = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(curl.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return answer;
    }
}
