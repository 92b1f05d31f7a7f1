package dev.holdfast.documents.archive;

import dev.holdfast.documents.folder.Titles;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules that fields of a manifest keep, whoever wrote it. */
final class Fields {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern UNSAFE = Pattern.compile("^/|^[A-Za-z]:|[\\\\\\x00]|(^|/)\\.\\.?(/|$)|//|/$");
    private static final int FILE_MAX = 4096;
    private static final int SHOWN_MAX = 80;

    private Fields() {}

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    static void present(String owner, String field, @Nullable Object value) {
        require(value != null, owner + ": " + field + " is missing");
    }

    static void oneOf(String owner, String field, @Nullable String value, String... allowed) {
        require(
                value != null && Set.of(allowed).contains(value),
                owner + ": " + field + " is " + shown(value) + ", not one of " + String.join(", ", allowed));
    }

    static void title(String owner, @Nullable String title) {
        if (title == null) {
            throw new IllegalArgumentException(owner + ": its title is missing");
        }
        Titles.check(title);
    }

    static void hash(String owner, String field, @Nullable String value) {
        require(
                value != null && HASH.matcher(value).matches(),
                owner + ": " + field + " is " + shown(value) + ", not 64 lower-case hex digits");
    }

    /** A name inside the zip that stays inside the folder into which somebody unpacks it. */
    static void file(String owner, @Nullable String file) {
        String name = file == null ? "" : file;
        require(
                !name.isEmpty()
                        && name.length() <= FILE_MAX
                        && !UNSAFE.matcher(name).find(),
                owner + ": " + shown(file)
                        + " is no safe file name (absolute, '..', backslash, NUL, empty or longer than 4096)");
        require(
                !name.equals(Archive.MANIFEST) && !name.startsWith(".holdfast/"),
                owner + ": the file name " + shown(file) + " is the archive's own");
    }

    static <T> List<T> list(String owner, String field, @Nullable List<T> list) {
        require(
                list != null && list.stream().noneMatch(Objects::isNull),
                owner + ": " + field + " is missing or holds null");
        return List.copyOf(list);
    }

    /** A value as a message shows it: quoted, short. */
    static String shown(@Nullable String value) {
        if (value == null) {
            return "missing";
        }
        return "'" + (value.length() <= SHOWN_MAX ? value : value.substring(0, SHOWN_MAX) + "…") + "'";
    }
}
