package dev.holdfast.buckia.command;

import dev.holdfast.buckia.bucket.BucketConfig;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.Buckets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code buckia train}: does a little of everything once, so that the start-up cache knows what the program uses. */
final class Training {
    private Training() {}

    /** Syncs a folder, and calls a service that isn't there. */
    @Command(name = "train", hidden = true, description = "Trains the start-up cache.")
    static final class Train implements Callable<Integer> {
        @Parameters(index = "0")
        String folder = "";

        @Parameters(index = "1")
        String bucket = "";

        @Override
        public Integer call() {
            for (int round = 0; round < 2; round++) {
                int code = Main.run("sync", folder, "file:" + bucket);
                if (code != ExitCode.FINE) {
                    return code;
                }
            }
            int unused = Main.run("plan", folder, "file:" + bucket, "--json");
            unused = Main.run("status", folder, "file:" + bucket);
            unused = Main.run("sync", "--help");
            var credentials = Map.of("accessKeyId", "nobody", "secretAccessKey", "nothing");
            var nowhere = new BucketConfig("s3", "nowhere", credentials).withEndpoint("http://127.0.0.1:9");
            try (var closed = Buckets.open(nowhere)) {
                closed.check();
            } catch (BucketException _) {
                return ExitCode.FINE;
            }
            return ExitCode.FINE;
        }
    }
}
