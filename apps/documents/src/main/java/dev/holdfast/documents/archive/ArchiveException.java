package dev.holdfast.documents.archive;

import java.io.IOException;

/** An archive that can't be read or written; the message names the entry and the reason, and may be shown. */
public final class ArchiveException extends IOException {

    ArchiveException(String message) {
        super(message);
    }

    ArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
