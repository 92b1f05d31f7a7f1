package dev.holdfast.buckia.tree;

import java.io.IOException;

/** A file here isn't what it was when the plan was made; the next sync will see it as it is. */
public final class ChangedHereException extends IOException {
    private static final long serialVersionUID = 1;

    /** Names the path and what was found. */
    public ChangedHereException(String message) {
        super(message);
    }
}
