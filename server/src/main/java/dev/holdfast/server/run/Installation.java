package dev.holdfast.server.run;

import dev.holdfast.platform.blobs.objects.BlobSettings;
import dev.holdfast.platform.db.DatabaseSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * What an installation is for, written into its database and its bucket at their first use, so that a stage's program
 * can't work on production's data by a setting copied too far.
 */
final class Installation {
    /** The object that holds the environment's name. */
    static final String OBJECT = "holdfast/environment";

    private static final Logger log = LoggerFactory.getLogger(Installation.class);
    private static final List<String> ENVIRONMENTS = List.of("dev", "stage", "prod");

    private final String environment;
    private final InstallationStore store;

    private Installation(String environment, InstallationStore store) {
        this.environment = environment;
        this.store = store;
    }

    /** Refuses a database of another environment before anything in it is touched. */
    static Installation check(Settings settings, String environment) {
        if (!ENVIRONMENTS.contains(environment)) {
            throw new StartFailure("holdfast.environment must be one of " + String.join(", ", ENVIRONMENTS) + ", not '"
                    + environment + "'.");
        }
        InstallationStore store = new InstallationStore(settings.bind("holdfast.db", DatabaseSettings.class));
        store.environment().ifPresent(found -> refuseOther("database", found, environment));
        return new Installation(environment, store);
    }

    /** Writes the environment where it isn't written yet; closes the program again and refuses a bucket of another one. */
    void claim(Program program) {
        try {
            refuseOther("database", store.claim(environment), environment);
            program.context()
                    .getBeanProvider(S3Client.class)
                    .ifAvailable(client ->
                            claimBucket(client, program.bean(BlobSettings.class).bucket()));
        } catch (RuntimeException e) {
            program.close();
            throw e;
        }
    }

    private void claimBucket(S3Client client, String bucket) {
        try {
            String found = client.getObjectAsBytes(get -> get.bucket(bucket).key(OBJECT))
                    .asString(StandardCharsets.UTF_8);
            refuseOther("bucket " + bucket, found.strip(), environment);
        } catch (NoSuchKeyException e) {
            var unused = client.putObject(
                    put -> put.bucket(bucket).key(OBJECT).contentType("text/plain"),
                    RequestBody.fromString(environment));
        } catch (SdkException e) {
            log.warn("The bucket can't be asked which environment it belongs to: {}", e.getMessage());
        }
    }

    private static void refuseOther(String where, String found, String wanted) {
        if (!found.equals(wanted)) {
            throw new StartFailure("The " + where + " belongs to the environment '" + found
                    + "', this program runs as '" + wanted + "' (holdfast.environment). Nothing was changed.");
        }
    }
}
