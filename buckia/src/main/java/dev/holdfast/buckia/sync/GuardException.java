package dev.holdfast.buckia.sync;

/** A sync was stopped before it changed anything, because it might do harm. */
public final class GuardException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final SyncOptions.Guard guard;

    /** Says why, and how to go on. */
    public GuardException(SyncOptions.Guard guard, String message) {
        super(message);
        this.guard = guard;
    }

    /** Which guard; passing it goes on. */
    public SyncOptions.Guard guard() {
        return guard;
    }
}
