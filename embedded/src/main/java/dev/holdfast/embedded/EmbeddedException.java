package dev.holdfast.embedded;

/**
 * A part that runs inside this program could not be started, stopped or trusted. The message is written for the
 * operator: what was refused, which path, port or process, and what helps.
 */
public final class EmbeddedException extends RuntimeException {

    EmbeddedException(String message) {
        super(message);
    }

    EmbeddedException(String message, Throwable cause) {
        super(message, cause);
    }
}
