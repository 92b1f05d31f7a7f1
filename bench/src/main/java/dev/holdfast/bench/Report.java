package dev.holdfast.bench;

import dev.holdfast.bench.buckia.Figures;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A table for people, and last one line for each figure: {@code name value}. */
final class Report implements Figures {
    private final PrintStream out;
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private final Map<String, List<Double>> samples = new LinkedHashMap<>();

    Report(PrintStream out) {
        this.out = out;
    }

    @Override
    public void say(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
        out.flush();
    }

    /** A row of the table. */
    void row(String what, Load.Result result) {
        say(
                "%-38s %9.0f /s   p50 %8.2f ms   p95 %8.2f ms   p99 %8.2f ms",
                what, result.perSecond(), result.p50Ms(), result.p95Ms(), result.p99Ms());
    }

    @Override
    public void figure(String name, double value) {
        figures.put(name, value);
    }

    @Override
    public void sample(String name, double value) {
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
