package dev.holdfast.testkit.gates;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.util.diff.DiffUtils;

/**
 * Compares a surface of the program, written down as text, with its last accepted text under {@code
 * server/src/test/resources/goldens}. A difference fails with the lines that differ and the command that accepts them.
 */
public final class Golden {
    /** The command that accepts what a golden or a ratchet complains about. */
    public static final String UPDATE_COMMAND = "./holdfast check --update-goldens";

    private static final int SHOWN_DIFFERENCES_MAX = 40;

    private Golden() {}

    /**
     * Compares with {@code goldens/NAME.txt} of the repository, or writes it where goldens are being updated.
     *
     * @param name file name without ending: letters, digits, {@code -}
     * @throws AssertionError with a readable difference
     */
    public static void check(String name, String text) {
        check(folder(), name, text);
    }

    /**
     * Compares with a file of the repository that is made from the program, or writes it where goldens are being updated.
     *
     * @param path from the repository's root
     * @throws AssertionError with a readable difference
     */
    public static void file(String path, String text) {
        compare(repositoryRoot().resolve(path), text);
    }

    /** Whether this run accepts what it finds: {@code -DupdateGoldens=true}. */
    public static boolean updating() {
        return "true".equals(System.getProperty("updateGoldens"));
    }

    /** The repository's root, from the system property {@code holdfast.root} that the build sets. */
    public static Path repositoryRoot() {
        String root = System.getProperty("holdfast.root");
        if (root == null) {
            throw new IllegalStateException("Set the system property holdfast.root to the repository's root");
        }
        return Path.of(root);
    }

    static void check(Path folder, String name, String text) {
        if (!name.matches("[a-z0-9-]{1,60}")) {
            throw new IllegalArgumentException("Not a golden's name: " + name);
        }
        compare(folder.resolve(name + ".txt"), text);
    }

    private static void compare(Path file, String text) {
        String actual = text.endsWith("\n") ? text : text + "\n";
        try {
            if (updating()) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, actual);
            }
            String accepted = Files.exists(file) ? Files.readString(file) : "";
            if (!accepted.equals(actual)) {
                throw new AssertionError(complaint(file, accepted, actual));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String complaint(Path file, String accepted, String actual) {
        return file.getFileName() + " no longer describes the program (- accepted, + now):\n"
                + difference(accepted.lines().toList(), actual.lines().toList())
                + "\nIf that is meant: " + UPDATE_COMMAND;
    }

    private static String difference(List<String> accepted, List<String> actual) {
        return DiffUtils.diff(accepted, actual).getDeltas().stream()
                .limit(SHOWN_DIFFERENCES_MAX)
                .map(delta -> "@ line " + (delta.getRevised().getPosition() + 1) + "\n"
                        + prefixed("- ", delta.getOriginal().getLines())
                        + prefixed("+ ", delta.getRevised().getLines()))
                .collect(Collectors.joining());
    }

    private static String prefixed(String sign, List<String> lines) {
        return lines.stream().map(line -> sign + line + "\n").collect(Collectors.joining());
    }

    private static Path folder() {
        return repositoryRoot().resolve("server/src/test/resources/goldens");
    }
}
