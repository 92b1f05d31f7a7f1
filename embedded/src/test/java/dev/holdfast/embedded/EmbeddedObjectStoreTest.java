package dev.holdfast.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class EmbeddedObjectStoreTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String BUCKET = "holdfast";
    private static final int PART_BYTES = 5 * 1024 * 1024;

    @TempDir
    Path data;

    private EmbeddedObjectStore store;
    private S3Client s3;

    @BeforeEach
    void start() {
        store = EmbeddedObjectStore.start(options());
        store.createBucket(BUCKET);
        s3 = client(store, store.secretKey());
    }

    @AfterEach
    void stop() {
        s3.close();
        store.close();
    }

    @Test
    void givesBackBytesTypeAndMetadataAlsoAfterARestart() {
        s3.putObject(
                to -> to.bucket(BUCKET).key("a/b.txt").contentType("text/plain").metadata(Map.of("lang", "mi")),
                RequestBody.fromString("kia ora"));
        store.persist(BUCKET, "a/b.txt");
        var accessKey = store.accessKey();
        var secretKey = store.secretKey();
        stop();
        start();
        assertThat(store.accessKey()).isEqualTo(accessKey);
        assertThat(store.secretKey()).isEqualTo(secretKey);
        var found = s3.getObjectAsBytes(from -> from.bucket(BUCKET).key("a/b.txt"));
        assertThat(found.asUtf8String()).isEqualTo("kia ora");
        assertThat(found.response().contentType()).isEqualTo("text/plain");
        assertThat(found.response().metadata()).containsEntry("lang", "mi");
    }

    @Test
    void readsRangesListsCopiesAndDeletes() {
        put("in/one", "0123456789");
        put("in/two", "x");
        put("out/three", "y");
        assertThat(s3.getObjectAsBytes(from -> from.bucket(BUCKET).key("in/one").range("bytes=2-4"))
                        .asUtf8String())
                .isEqualTo("234");
        assertThat(s3.listObjectsV2(of -> of.bucket(BUCKET).prefix("in/")).contents())
                .extracting(S3Object::key)
                .containsExactly("in/one", "in/two");
        s3.copyObject(it -> it.sourceBucket(BUCKET)
                .sourceKey("in/one")
                .destinationBucket(BUCKET)
                .destinationKey("kept/one"));
        s3.deleteObject(it -> it.bucket(BUCKET).key("in/one"));
        assertThat(s3.getObjectAsBytes(from -> from.bucket(BUCKET).key("kept/one"))
                        .asUtf8String())
                .isEqualTo("0123456789");
        assertThatThrownBy(() -> s3.headObject(it -> it.bucket(BUCKET).key("in/one")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(404));
    }

    @Test
    void doesNotReplaceWhatMustNotExist() {
        s3.putObject(to -> to.bucket(BUCKET).key("once").ifNoneMatch("*"), RequestBody.fromString("first"));
        assertThatThrownBy(() -> s3.putObject(
                        to -> to.bucket(BUCKET).key("once").ifNoneMatch("*"), RequestBody.fromString("second")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
        assertThat(s3.getObjectAsBytes(from -> from.bucket(BUCKET).key("once")).asUtf8String())
                .isEqualTo("first");
    }

    @Test
    void joinsTheParts() {
        var first = new byte[PART_BYTES];
        Arrays.fill(first, (byte) 'a');
        var upload =
                s3.createMultipartUpload(it -> it.bucket(BUCKET).key("big")).uploadId();
        var one = s3.uploadPart(
                        it -> it.bucket(BUCKET).key("big").uploadId(upload).partNumber(1), RequestBody.fromBytes(first))
                .eTag();
        var two = s3.uploadPart(
                        it -> it.bucket(BUCKET).key("big").uploadId(upload).partNumber(2),
                        RequestBody.fromString("end"))
                .eTag();
        s3.completeMultipartUpload(it -> it.bucket(BUCKET)
                .key("big")
                .uploadId(upload)
                .multipartUpload(CompletedMultipartUpload.builder()
                        .parts(part(1, one), part(2, two))
                        .build()));
        store.persist(BUCKET, "big");
        var found = s3.getObjectAsBytes(from -> from.bucket(BUCKET).key("big")).asByteArray();
        assertThat(found).hasSize(PART_BYTES + 3).endsWith("end".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void takesPresignedRequestsAndRefusesTamperedOnes() throws Exception {
        try (var presigner = presigner();
                var http = HttpClient.newHttpClient()) {
            var put = presigner.presignPutObject(it -> it.signatureDuration(Duration.ofMinutes(5))
                    .putObjectRequest(to -> to.bucket(BUCKET).key("incoming/1")));
            assertThat(send(http, request(put.url().toURI()).PUT(HttpRequest.BodyPublishers.ofString("sent")))
                            .statusCode())
                    .isEqualTo(200);
            var get = presigner
                    .presignGetObject(it -> it.signatureDuration(Duration.ofMinutes(5))
                            .getObjectRequest(from -> from.bucket(BUCKET).key("incoming/1")))
                    .url()
                    .toString();
            assertThat(send(http, request(URI.create(get))).body()).isEqualTo("sent");
            put("incoming/2", "another's");
            assertThat(send(http, request(URI.create(get.replace("incoming/1", "incoming/2"))))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(send(http, request(URI.create(get.replace("X-Amz-Expires=300", "X-Amz-Expires=3000"))))
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/holdfast", "/holdfast/open", "/holdfast/open?acl", "/holdfast?uploads"})
    void answersNothingWithoutASignatureWhateverTheModes(String path) throws Exception {
        s3.putObject(
                to -> to.bucket(BUCKET).key("open").acl(ObjectCannedACL.PUBLIC_READ),
                RequestBody.fromString("not for everybody"));
        var bucket = data.resolve("objects").resolve(BUCKET);
        Files.setPosixFilePermissions(bucket, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(bucket.resolve("open"), PosixFilePermissions.fromString("rw-rw-rw-"));
        try (var http = HttpClient.newHttpClient()) {
            for (var method : List.of("GET", "HEAD", "PUT", "DELETE", "POST")) {
                var request =
                        request(store.endpoint().resolve(path)).method(method, HttpRequest.BodyPublishers.noBody());
                assertThat(send(http, request).statusCode()).as(method).isBetween(400, 501);
            }
        }
        assertThat(s3.getObjectAsBytes(from -> from.bucket(BUCKET).key("open")).asUtf8String())
                .isEqualTo("not for everybody");
    }

    @Test
    void refusesAWrongSecret() {
        try (var stranger = client(store, "wrong")) {
            assertThatThrownBy(() -> stranger.listObjectsV2(of -> of.bucket(BUCKET)))
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void answersOnlyTheAllowedOrigins() throws Exception {
        stop();
        store = EmbeddedObjectStore.start(options().withAllowedOrigins(List.of("https://a.example")));
        s3 = client(store, store.secretKey());
        try (var http = HttpClient.newHttpClient()) {
            assertThat(preflight(http, "https://a.example").headers().firstValue("access-control-allow-origin"))
                    .contains("https://a.example");
            // A dot is a dot, not any character.
            assertThat(preflight(http, "https://aXexample").headers().firstValue("access-control-allow-origin"))
                    .isEmpty();
        }
    }

    @Test
    void sweepsOldLeftoversOnly() throws IOException {
        var bucket = data.resolve("objects").resolve(BUCKET);
        var suffix = "-3f2504e0-4f89-41d3-9a0c-0305e82c3301";
        var old = Files.writeString(bucket.resolve("cut-off" + suffix), "half");
        Files.setLastModifiedTime(old, FileTime.from(NOW.minus(Duration.ofMinutes(61))));
        var young = Files.writeString(bucket.resolve("under-way" + suffix), "half");
        Files.setLastModifiedTime(young, FileTime.from(NOW.minus(Duration.ofMinutes(59))));
        put("object" + suffix, "whole");
        var object = bucket.resolve("object" + suffix);
        Files.setLastModifiedTime(object, FileTime.from(NOW.minus(Duration.ofDays(9))));
        var parts = Files.createDirectories(bucket.resolve(".mpus-7-incoming"));
        var over = Files.writeString(parts.resolve("film-1"), "part");
        Files.setLastModifiedTime(over, FileTime.from(NOW.minus(Duration.ofHours(49))));
        var sent = Files.writeString(parts.resolve("film-2"), "part");
        Files.setLastModifiedTime(sent, FileTime.from(NOW.minus(Duration.ofHours(47))));
        assertThat(store.sweep()).isEqualTo(2);
        assertThat(over).doesNotExist();
        assertThat(sent).exists();
        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(object).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../objects.secret-key", "..", "a/../../other/x", "absent", "a\0b"})
    void persistsOnlyObjectsOfTheBucket(String key) {
        assertThatThrownBy(() -> store.persist(BUCKET, key)).isInstanceOf(EmbeddedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "..", "A", "a/b", "-ab", "ab-"})
    void refusesBucketNames(String name) {
        assertThatThrownBy(() -> store.createBucket(name))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("not a bucket's name");
    }

    @Test
    void keepsItsKeysFromOthers() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("objects.secret-key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void namesATakenPort() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedObjectStore.start(options().withPort(other.getLocalPort())))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("port " + other.getLocalPort() + " on 127.0.0.1 is taken");
        }
    }

    @Test
    void refusesAFileSystemWithoutAttributes() throws Exception {
        try (var mount = Mount.of("ramfs", data.resolve("ram"), "mode=700")) {
            assertThatThrownBy(() -> EmbeddedObjectStore.start(
                            EmbeddedObjectStore.Options.of(mount.path().resolve("objects"), InstantSource.fixed(NOW))))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("no user extended attributes");
        }
    }

    private EmbeddedObjectStore.Options options() {
        return EmbeddedObjectStore.Options.of(data.resolve("objects"), InstantSource.fixed(NOW));
    }

    private void put(String key, String text) {
        s3.putObject(to -> to.bucket(BUCKET).key(key), RequestBody.fromString(text));
    }

    private static CompletedPart part(int number, String eTag) {
        return CompletedPart.builder().partNumber(number).eTag(eTag).build();
    }

    private static S3Client client(EmbeddedObjectStore store, String secret) {
        return S3Client.builder()
                .endpointOverride(store.endpoint())
                .region(Region.of(EmbeddedObjectStore.REGION))
                .forcePathStyle(true)
                .httpClientBuilder(Apache5HttpClient.builder())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .credentialsProvider(credentials(store, secret))
                .build();
    }

    private S3Presigner presigner() {
        return S3Presigner.builder()
                .endpointOverride(store.endpoint())
                .region(Region.of(EmbeddedObjectStore.REGION))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .credentialsProvider(credentials(store, store.secretKey()))
                .build();
    }

    private static StaticCredentialsProvider credentials(EmbeddedObjectStore store, String secret) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(store.accessKey(), secret));
    }

    private static HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30));
    }

    private static HttpResponse<String> send(HttpClient http, HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> preflight(HttpClient http, String origin) throws Exception {
        return send(
                http,
                request(store.endpoint().resolve("/" + BUCKET + "/x"))
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", "PUT"));
    }
}
