package dev.holdfast.server.run;

/** Why the program doesn't start or go on, in words that its operator can act on. */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean unforeseen;

    public StartFailure(String reason) {
        super(reason);
        this.unforeseen = false;
    }

    public StartFailure(String reason, Throwable cause) {
        this(reason, cause, false);
    }

    StartFailure(String reason, Throwable cause, boolean unforeseen) {
        super(reason, cause);
        this.unforeseen = unforeseen;
    }

    /** Whether nobody thought of this failure, so that the stack trace of its cause is worth showing. */
    public boolean unforeseen() {
        return unforeseen;
    }
}
