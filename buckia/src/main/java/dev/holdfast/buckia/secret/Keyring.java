package dev.holdfast.buckia.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The desktop's keyring, asked through {@code secret-tool}. */
public final class Keyring {
    private static final long SECONDS_MAX = 5;

    private Keyring() {}

    /** A field of a bucket's entry; empty if there is none, or no keyring. */
    public static String lookUp(String bucket, String field) {
        try {
            var process = new ProcessBuilder(
                            "secret-tool", "lookup", "service", "buckia", "bucket", bucket, "field", field)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "";
            }
            return process.exitValue() == 0
                    ? new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip()
                    : "";
        } catch (IOException _) {
            return "";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
