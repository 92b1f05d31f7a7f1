package dev.holdfast.server.foldersync;

import dev.holdfast.documents.folder.FolderScan;
import dev.holdfast.documents.folder.Titles;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where documents lie in the folder, and what copies of them are called. */
final class FilePaths {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private FilePaths() {}

    /** The path for a document's title: safe on every file system, and never one that a scan of the folder passes over. */
    static String of(Remote document) {
        String name = Titles.fileName(document.title(), document.contentType());
        return Arrays.stream(name.split("/"))
                .map(segment -> FolderScan.IGNORED.contains(segment)
                        ? String.format(Locale.ROOT, "%%%02X", (int) segment.charAt(0)) + segment.substring(1)
                        : segment)
                .collect(Collectors.joining("/"));
    }

    /** The same path with a number before its extension. */
    static String numbered(String path, int number) {
        return beforeExtension(path, "~" + number);
    }

    /** The name of a conflict copy: {@code name (conflict DEVICE TIME).md}, the time in UTC. */
    static String conflict(String path, String device, Instant time) {
        return beforeExtension(path, " (conflict " + device + " " + TIME.format(time) + ")");
    }

    private static String beforeExtension(String path, String words) {
        int dot = path.lastIndexOf('.');
        return dot > path.lastIndexOf('/') + 1 ? path.substring(0, dot) + words + path.substring(dot) : path + words;
    }
}
