package dev.holdfast.platform.ai.gateway;

import dev.holdfast.platform.Problem;

/**
 * Takes an answer piece by piece, on the thread that asked: any number of {@code delta}, then one {@code done} or one {@code error}.
 * What it throws ends the call and comes out of {@link AiGateway#stream}.
 */
public interface AnswerListener {

    /** The next piece; never empty. */
    void delta(String text);

    /** The answer is complete: the pieces joined are its text. */
    void done(Answer answer);

    /** The answer broke off after at least one piece. */
    void error(Problem problem);
}
