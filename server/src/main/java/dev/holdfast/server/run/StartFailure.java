package dev.holdfast.server.run;

/** Why the program doesn't start, in words that its operator can act on. */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StartFailure(String reason) {
        super(reason);
    }

    public StartFailure(String reason, Throwable cause) {
        super(reason, cause);
    }
}
