package dev.holdfast.testkit.objects;

/** What goes wrong with the next request whose method and path hold the given text. */
public sealed interface Fault {
    /** Which request: text that {@link Call#line()} holds. */
    String in();

    /**
     * The server refuses, without doing anything.
     *
     * @param in which request
     * @param reply what it says
     */
    record Refusal(String in, Reply reply) implements Fault {
        /** A refusal in JSON. */
        public static Refusal of(String in, int status, String json) {
            return new Refusal(in, Reply.json(status, json));
        }

        /** A refusal that says when to come again. */
        public static Refusal later(String in, int status, String json, int seconds) {
            return new Refusal(in, Reply.json(status, json).with("Retry-After", Integer.toString(seconds)));
        }
    }

    /**
     * The connection breaks after the server did what was asked, before it answers.
     *
     * @param in which request
     */
    record Lost(String in) implements Fault {}

    /**
     * The answer breaks off.
     *
     * @param in which request
     * @param bytes how many arrive
     */
    record Cut(String in, int bytes) implements Fault {}

    /**
     * The answer stands still until the server closes.
     *
     * @param in which request
     * @param bytes how many arrive
     */
    record Stall(String in, int bytes) implements Fault {}

    /**
     * A bit of the answer changes on the way.
     *
     * @param in which request
     */
    record FlippedAnswer(String in) implements Fault {}

    /**
     * A bit of what is sent changes on the way.
     *
     * @param in which request
     */
    record FlippedRequest(String in) implements Fault {}
}
