package dev.holdfast.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;

/** Says in words why a file operation failed; the JDK's messages often hold only the path. */
final class Reasons {

    private Reasons() {}

    static String of(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied for " + denied.getFile();
            case NotDirectoryException other -> other.getFile() + " is not a folder";
            case FileSystemException failed
            when failed.getReason() != null -> failed.getFile() + ": " + failed.getReason();
            default -> e.getClass().getSimpleName() + ": " + e.getMessage();
        };
    }
}
