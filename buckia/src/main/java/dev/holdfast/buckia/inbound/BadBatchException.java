package dev.holdfast.buckia.inbound;

/** A batch can't be applied, nor anything after it. */
final class BadBatchException extends Exception {
    private static final long serialVersionUID = 1;

    BadBatchException(String message) {
        super(message);
    }
}
