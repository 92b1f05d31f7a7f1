package dev.holdfast.platform.http.state;

/** Something that requests can't do without, declared as a bean by the part that knows how to reach it. */
public interface ReadyPart {

    /** What it is called in the answer of {@code /readyz}, e.g. {@code objects}. */
    String name();

    /** Returns when it is reached, throws when it isn't. Takes no more than a few seconds; called every few seconds. */
    void reach() throws Exception;
}
