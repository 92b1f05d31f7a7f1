package dev.holdfast.bench.buckia;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The programs that Buckia is measured beside, each with the settings that suit it best here. */
final class Peers {
    private final Path scratch;
    private final String accessKey;
    private final String secretKey;

    /** Peers whose credentials are these and whose caches lie in a folder. */
    Peers(Path scratch, String accessKey, String secretKey) {
        this.scratch = scratch;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    /** Buckia's own launcher. */
    Program buckia(Path launcher) {
        return new Program(
                "buckia",
                List.of(launcher.toString()),
                Map.of("BUCKIA_ACCESS_KEY_ID", accessKey, "BUCKIA_SECRET_ACCESS_KEY", secretKey),
                scratch);
    }

    /** The remote {@code store:} at an address; as many lanes as Buckia has, and one listing for all folders. */
    Optional<Program> rclone(URI endpoint) {
        return installed("rclone")
                .map(rclone -> new Program(
                        "rclone",
                        List.of(
                                rclone.toString(),
                                "--transfers",
                                "16",
                                "--checkers",
                                "32",
                                "--fast-list",
                                "--exclude",
                                ".buckia/**"),
                        Map.of(
                                "RCLONE_CONFIG",
                                scratch.resolve("rclone.conf").toString(),
                                "RCLONE_CONFIG_STORE_TYPE",
                                "s3",
                                "RCLONE_CONFIG_STORE_PROVIDER",
                                "Other",
                                "RCLONE_CONFIG_STORE_ENDPOINT",
                                endpoint.toString(),
                                "RCLONE_CONFIG_STORE_ACCESS_KEY_ID",
                                accessKey,
                                "RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY",
                                secretKey),
                        scratch));
    }

    /** A repository in a bucket. */
    Optional<Program> restic(URI endpoint, String bucket) {
        return installed("restic")
                .map(restic -> new Program(
                        "restic",
                        List.of(
                                restic.toString(),
                                "-r",
                                "s3:" + endpoint + "/" + bucket,
                                "-o",
                                "s3.connections=16",
                                "--cache-dir",
                                scratch.resolve("restic-" + bucket).toString()),
                        Map.of(
                                "AWS_ACCESS_KEY_ID",
                                accessKey,
                                "AWS_SECRET_ACCESS_KEY",
                                secretKey,
                                "RESTIC_PASSWORD",
                                "measured"),
                        scratch));
    }

    /** As archives are kept. */
    Optional<Program> rsync() {
        return installed("rsync")
                .map(rsync -> new Program("rsync", List.of(rsync.toString(), "-a"), Map.of(), scratch));
    }

    /** The version that a program says it is; what isn't installed is left out, and said so. */
    static String version(String program, String option) throws IOException, InterruptedException {
        if (installed(program).isEmpty()) {
            return program + " is left out: it isn't installed (apt-get install " + program + ")";
        }
        Path folder = Files.createTempDirectory("version");
        try {
            String out = new Program(program, List.of(program), Map.of(), folder)
                    .any(option)
                    .out();
            return out.lines().findFirst().orElse(program);
        } finally {
            Samples.delete(folder);
        }
    }

    private static Optional<Path> installed(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            Path file = Path.of(folder, program);
            if (Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
