package dev.holdfast.bench;

import dev.holdfast.bench.buckia.BuckiaBench;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * {@code ./holdfast bench NAME}: runs one scenario against the server that {@code bench/run} has started, or without one the
 * program Buckia.
 */
public final class Bench {
    private Bench() {}

    /**
     * Arguments: the scenario, the server's address, its data folder, then what is the scenario's own. For {@code buckia}: its
     * launcher, an empty folder, and the size.
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("buckia")) {
            Report report = new Report(System.out);
            new BuckiaBench(Path.of(arguments[1]), Path.of(arguments[2]), arguments[3], report).run();
            report.close();
            return;
        }
        URI server = URI.create(arguments[1]);
        Path data = Path.of(arguments[2]);
        String[] own = Arrays.copyOfRange(arguments, 3, arguments.length);
        Report report = new Report(System.out);
        switch (arguments[0]) {
            case "documents" -> new DocumentsBench(server, data, report).run(own);
            case "feed" -> new FeedBench(server, report).run();
            default -> throw new IllegalArgumentException("no scenario " + arguments[0]);
        }
        report.close();
    }
}
