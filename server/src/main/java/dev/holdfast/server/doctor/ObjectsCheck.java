package dev.holdfast.server.doctor;

import dev.holdfast.platform.blobs.objects.BlobSettings;
import dev.holdfast.platform.blobs.objects.StoreClient;
import dev.holdfast.server.run.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The object store: writes, reads and deletes a small object, and asks as a browser would. */
final class ObjectsCheck implements Doctor.Check {
    private static final Duration WAIT_MAX = Duration.ofSeconds(15);
    private static final int MISSING = 404;
    private static final int NAME_BYTES = 8;

    @Override
    public String part() {
        return "objects";
    }

    @Override
    public void look(Settings settings, Consumer<Finding> say) {
        BlobSettings blobs = settings.bind("holdfast.blobs", BlobSettings.class);
        if (blobs.endpoint().isBlank() && blobs.bucket().isBlank()) {
            say.accept(Finding.ok(part(), "the embedded store, in the data folder"));
            return;
        }
        if (blobs.bucket().isBlank()) {
            say.accept(
                    Finding.problem(part(), "holdfast.blobs.endpoint is set, holdfast.blobs.bucket isn't: name one"));
            return;
        }
        String where = "bucket " + blobs.bucket() + " at "
                + (blobs.endpoint().isEmpty() ? "AWS" : settings.shown("holdfast.blobs.endpoint"));
        try (S3Client client = StoreClient.of(blobs)) {
            say.accept(probe(client, blobs.bucket(), where));
        } catch (S3Exception e) {
            say.accept(
                    e.statusCode() == MISSING
                            ? Finding.warning(part(), where + " isn't there; the next start makes it")
                            : Finding.problem(
                                    part(),
                                    where + " answers " + e.statusCode() + " " + Doctor.reason(e)
                                            + ": look at holdfast.blobs.access-key and .secret-key and what they may"));
            return;
        } catch (SdkException e) {
            say.accept(Finding.problem(
                    part(), where + " can't be used: " + Doctor.reason(e) + ". Look at holdfast.blobs.endpoint"));
            return;
        }
        for (String origin : blobs.allowedOrigins()) {
            say.accept(origin(blobs, origin));
        }
    }

    private Finding probe(S3Client client, String bucket, String where) {
        String key = "holdfast/doctor-" + HexFormat.of().formatHex(SecureRandom.getSeed(NAME_BYTES));
        byte[] content = "Written by doctor; may be deleted.".getBytes(StandardCharsets.UTF_8);
        client.headBucket(head -> head.bucket(bucket));
        client.putObject(each -> each.bucket(bucket).key(key), RequestBody.fromBytes(content));
        byte[] read =
                client.getObjectAsBytes(each -> each.bucket(bucket).key(key)).asByteArray();
        client.deleteObject(each -> each.bucket(bucket).key(key));
        boolean same = Arrays.equals(content, read);
        return Finding.of(same, part(), where + (same ? " takes, gives and deletes" : " gave back other bytes"));
    }

    /** What a browser asks before a page of that origin may upload. */
    private Finding origin(BlobSettings blobs, String origin) {
        URI address = URI.create(blobs.clients().replaceAll("/+$", "") + "/" + blobs.bucket() + "/holdfast/probe");
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(WAIT_MAX).build()) {
            HttpRequest asked = HttpRequest.newBuilder(address)
                    .timeout(WAIT_MAX)
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                    .header("Origin", origin)
                    .header("Access-Control-Request-Method", "PUT")
                    .build();
            String allowed = http.send(asked, HttpResponse.BodyHandlers.discarding())
                    .headers()
                    .firstValue("Access-Control-Allow-Origin")
                    .orElse("");
            return allowed.equals(origin) || allowed.equals("*")
                    ? Finding.ok("cors", "pages of " + origin + " may upload")
                    : Finding.warning(
                            "cors",
                            "the store doesn't let pages of " + origin
                                    + " upload; a start sets its rules where it may, else set them there");
        } catch (IOException e) {
            return Finding.problem("cors", address + " can't be reached: " + Doctor.reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.problem("cors", "interrupted");
        }
    }
}
