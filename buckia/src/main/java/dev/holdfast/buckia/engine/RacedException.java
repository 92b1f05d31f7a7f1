package dev.holdfast.buckia.engine;

import dev.holdfast.buckia.bucket.ObjectInfo;
import java.util.Optional;

/** An object isn't what it was when the plan was made; another round looks again. */
final class RacedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Optional<ObjectInfo> found;

    RacedException(String message, Optional<ObjectInfo> found) {
        super(message);
        this.found = found;
    }

    /** What is there now. */
    Optional<ObjectInfo> found() {
        return found;
    }
}
