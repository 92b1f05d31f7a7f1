package dev.holdfast.buckia.index;

/** An index object that can't be read: another version, damage, or somebody's joke. */
public final class BadIndexException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what is wrong with it. */
    public BadIndexException(String message) {
        super(message);
    }

    /** Says what is wrong with it, and what came of reading it. */
    public BadIndexException(String message, Throwable cause) {
        super(message, cause);
    }
}
