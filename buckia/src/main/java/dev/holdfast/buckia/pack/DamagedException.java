package dev.holdfast.buckia.pack;

/** Bytes from the bucket aren't what their format or their name says. */
public final class DamagedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what is wrong. */
    public DamagedException(String message) {
        super(message);
    }

    /** Says what is wrong, with the failure that showed it. */
    public DamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}
