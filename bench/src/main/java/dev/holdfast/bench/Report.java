package dev.holdfast.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A table for people, and last one line for each figure: {@code name value}. */
final class Report {
    private final PrintStream out;
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private final Map<String, List<Double>> samples = new LinkedHashMap<>();

    Report(PrintStream out) {
        this.out = out;
    }

    /** Says what is going on. */
    void say(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
        out.flush();
    }

    /** A row of the table. */
    void row(String what, Load.Result result) {
        say(
                "%-38s %9.0f /s   p50 %8.2f ms   p95 %8.2f ms   p99 %8.2f ms",
                what, result.perSecond(), result.p50Ms(), result.p95Ms(), result.p99Ms());
    }

    /** A figure for the end. */
    void figure(String name, double value) {
        figures.put(name, value);
    }

    /** One of several samples of a figure; their median is what counts. */
    void sample(String name, double value) {
        samples.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }

    /** Prints the figures. */
    void close() {
        samples.forEach((name, values) -> {
            double[] sorted =
                    values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            say("%s: %s", name, Arrays.toString(sorted));
            figures.put(name, sorted[sorted.length / 2]);
        });
        figures.forEach((name, value) -> say("%s %.3f", name, value));
    }
}
