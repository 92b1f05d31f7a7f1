package dev.holdfast.server.client;

import org.jspecify.annotations.Nullable;

/** Why a command can't go on, in words for the person who gave it. */
public final class ClientFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean unreachable;

    public ClientFailure(String reason) {
        this(reason, null, false);
    }

    public ClientFailure(String reason, @Nullable Throwable cause) {
        this(reason, cause, false);
    }

    private ClientFailure(String reason, @Nullable Throwable cause, boolean unreachable) {
        super(reason, cause);
        this.unreachable = unreachable;
    }

    static ClientFailure unreachable(String reason, Throwable cause) {
        return new ClientFailure(reason, cause, true);
    }

    /** Whether nothing answered, so that later it may go better. */
    public boolean unreachable() {
        return unreachable;
    }
}
