package dev.holdfast.buckia.command;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.wire.Http;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code buckia version}. */
@Command(
        name = "version",
        description = {
            "Says which version this is; with --check, whether there is a newer one.",
            "",
            "Nothing is asked of anybody unless the configuration has 'version-url = https://…': the address of a text whose first"
                    + " line is the latest version.",
            ""
        })
final class VersionCommand implements Callable<Integer> {
    /** This program's version. */
    static final String NUMBER = "0.1.0";

    private static final Pattern VERSION = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,6}){1,3}");

    @Option(names = "--check", description = "Ask the configuration's version-url for the latest one.")
    boolean check;

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration; else the nearest .buckia.")
    @Nullable
    Path config;

    @Override
    public Integer call() throws IOException {
        System.out.println("buckia " + NUMBER);
        if (check) {
            var latest = latest();
            System.out.println(
                    isNewer(latest, NUMBER) ? "There is a newer version: " + latest : "This is the latest version.");
        }
        return ExitCode.FINE;
    }

    /** Whether one version is later than another: their numbers are compared from the first on; missing ones are 0. */
    static boolean isNewer(String one, String other) {
        int[] mine = numbers(one);
        int[] theirs = numbers(other);
        int length = Math.max(mine.length, theirs.length);
        return Arrays.compare(Arrays.copyOf(mine, length), Arrays.copyOf(theirs, length)) > 0;
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private String latest() throws IOException {
        var file = config == null ? SettingsFile.find(Path.of("")) : java.util.Optional.of(SettingsFile.read(config));
        var text = file.flatMap(settings -> settings.one("version-url"))
                .orElseThrow(() -> new IllegalArgumentException(
                        "no 'version-url = https://…' in the configuration: nobody is asked for newer versions"));
        var address = URI.create(text);
        if (address.getHost() == null || !("https".equals(address.getScheme()) || "http".equals(address.getScheme()))) {
            throw new IllegalArgumentException("version-url is no address: '" + text + "' (https://host/path)");
        }
        try (var http = new Http()) {
            var answer = http.send("GET", address, Map.of(), null);
            var said = new String(Http.small(answer), StandardCharsets.UTF_8);
            var version = said.lines().findFirst().orElse("").strip();
            if (answer.statusCode() != 200 || !VERSION.matcher(version).matches()) {
                throw new BucketException(
                        BucketError.REFUSED,
                        text + " doesn't say a version (status " + answer.statusCode()
                                + "); its first line should be like " + NUMBER);
            }
            return version;
        }
    }
}
