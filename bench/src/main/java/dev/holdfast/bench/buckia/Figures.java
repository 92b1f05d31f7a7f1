package dev.holdfast.bench.buckia;

/** Takes what was measured. */
public interface Figures {
    /** Says what is going on, as {@link String#format} does. */
    void say(String format, Object... values);

    /** A figure for the end. */
    void figure(String name, double value);

    /** One of several samples of a figure; their median is what counts. */
    void sample(String name, double value);
}
