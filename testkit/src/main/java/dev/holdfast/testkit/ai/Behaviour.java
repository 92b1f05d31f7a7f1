package dev.holdfast.testkit.ai;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a server does with one valid request. */
public sealed interface Behaviour {

    /**
     * Answers well.
     *
     * @param pieces the text, as it is cut in a stream
     * @param inputTokens what it says the prompt had
     * @param outputTokens what it says the answer had, shown
     * @param hiddenTokens what it says was thought beside it
     * @param end why it stops
     */
    record Answer(List<String> pieces, int inputTokens, int outputTokens, int hiddenTokens, End end)
            implements Behaviour {

        /** A plain answer. */
        public static Answer of(int inputTokens, int outputTokens, String... pieces) {
            return new Answer(List.of(pieces), inputTokens, outputTokens, 0, End.STOP);
        }

        /** The whole text. */
        public String text() {
            return String.join("", pieces);
        }
    }

    /** Why an answer stops. */
    enum End {
        /** It is complete. */
        STOP,
        /** The limit on tokens was reached. */
        LENGTH,
        /** The model declines, in the provider's own form. */
        DECLINED,
        /** A filter stopped it. */
        FILTERED
    }

    /**
     * Answers with an error in the provider's form.
     *
     * @param status 400 to 599
     * @param type the provider's word for it; null for the usual one of that status
     * @param retryAfterSeconds the header, if any
     */
    record Error(
            int status, @Nullable String type, @Nullable Integer retryAfterSeconds) implements Behaviour {

        /** The usual error of a status. */
        public static Error of(int status) {
            return new Error(status, null, null);
        }
    }

    /** Streams so many pieces of an answer, then tells of being overloaded inside the stream. */
    record ErrorInside(int pieces) implements Behaviour {}

    /** Sends so many pieces of an answer (or that many bytes of a whole one), then closes the connection. */
    record CutOff(int pieces) implements Behaviour {}

    /** Streams so many pieces and ends the stream in good order, but without the provider's own sign of the end. */
    record EndsEarly(int pieces) implements Behaviour {}

    /** Sends so many pieces, then nothing until the server is closed; with 0 not even a status. */
    record Stalls(int pieces) implements Behaviour {}

    /** Answers 200 with something that isn't JSON. */
    record Garbage() implements Behaviour {}
}
