package dev.holdfast.buckia.crypt;

/** Something sealed doesn't open: another passphrase, or bytes that were changed. */
public final class WrongKeyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what didn't open. */
    public WrongKeyException(String message) {
        super(message);
    }
}
