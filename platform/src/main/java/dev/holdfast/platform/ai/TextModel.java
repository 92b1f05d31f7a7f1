package dev.holdfast.platform.ai;

/**
 * Somebody who answers a prompt with text.
 *
 * <p>The promises every implementation keeps:
 *
 * <ul>
 *   <li>A call is one attempt. Nothing is retried inside, so whoever pays for it can count.
 *   <li>A call ends by {@link Options#timeLimit()} plus a second, with an answer or with a {@link ModelException}; nothing goes on
 *       in the background afterwards.
 *   <li>An answer is whole. A stream that breaks off is {@link Failure#CUT_OFF}, never a shorter answer.
 *   <li>No text of a prompt, a document or an answer, and no key, reaches a log, an exception's message or its causes.
 *   <li>Calls from many threads at once are fine; a call blocks its thread, so callers use virtual ones.
 *   <li>A thread that is interrupted ends its call soon with {@link Failure#TIMEOUT} and stays interrupted.
 * </ul>
 */
public interface TextModel {

    /** The name that requests and settings use, such as {@code openai}: lower case, at most 20 characters. */
    String provider();

    /**
     * Answers the prompt in one piece.
     *
     * @throws ModelException for whatever goes wrong; it says whether the attempt cost something
     */
    Generation generate(Prompt prompt, Options options);

    /**
     * Answers the prompt piece by piece, on the calling thread, and returns the whole once it is complete. The pieces joined are the
     * text of the result; none of them is empty.
     *
     * <p>What {@code deltas} throws closes the connection and comes out of this call unchanged; tokens spent are then unknown.
     *
     * @throws ModelException for whatever goes wrong, also after pieces have been delivered
     */
    Generation stream(Prompt prompt, Options options, Deltas deltas);

    /** Takes the pieces of an answer, in order, one at a time. */
    @FunctionalInterface
    interface Deltas {

        /** Called with the next piece. An exception ends the call. */
        void delta(String text);
    }
}
