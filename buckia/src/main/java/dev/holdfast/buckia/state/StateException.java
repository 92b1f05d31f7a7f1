package dev.holdfast.buckia.state;

/** The state beside the files can't be read or written, or another program is using it. */
public final class StateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what is wrong. */
    public StateException(String message) {
        super(message);
    }

    /** Says what is wrong, and what came of trying. */
    public StateException(String message, Throwable cause) {
        super(message, cause);
    }
}
