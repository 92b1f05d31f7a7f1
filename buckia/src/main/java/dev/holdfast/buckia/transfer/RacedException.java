package dev.holdfast.buckia.transfer;

import dev.holdfast.buckia.bucket.ObjectInfo;
import java.util.Optional;

/** An object isn't what it was when the plan was made; another round looks again. */
public final class RacedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Optional<ObjectInfo> found;

    /** What the message says; what lies there now. */
    public RacedException(String message, Optional<ObjectInfo> found) {
        super(message);
        this.found = found;
    }

    /** What is there now. */
    public Optional<ObjectInfo> found() {
        return found;
    }
}
