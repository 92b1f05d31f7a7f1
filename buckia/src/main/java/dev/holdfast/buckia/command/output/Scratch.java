package dev.holdfast.buckia.command.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A folder of the program's own, for as long as a command needs it. */
public final class Scratch {
    private final Path folder;

    /** Makes it, readable for this user alone. */
    public Scratch() throws IOException {
        this.folder = Files.createTempDirectory("buckia-");
    }

    /** Where it is. */
    public Path folder() {
        return folder;
    }

    /** Takes it away with all that is in it. */
    public void delete() throws IOException {
        try (var all = Files.walk(folder)) {
            for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
