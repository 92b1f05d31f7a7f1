package dev.holdfast.platform.http.state;

/** Something that requests can't do without, declared as a bean by the part that knows how to reach it. */
public interface ReadyPart {

    /** What it is called in the answer of {@code /readyz}, e.g. {@code objects}. */
    String name();

    /** Returns when it is reached, throws when it isn't. Takes no more than a few seconds; called every few seconds. */
    void reach() throws Exception;

    /** How a part is reached. */
    @FunctionalInterface
    interface Way {
        /** Returns when the part is reached, throws when it isn't. */
        void go() throws Exception;
    }

    /** A part that is reached in this way. */
    static ReadyPart of(String name, Way way) {
        return new ReadyPart() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void reach() throws Exception {
                way.go();
            }
        };
    }
}
