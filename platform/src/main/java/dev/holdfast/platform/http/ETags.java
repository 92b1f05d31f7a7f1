package dev.holdfast.platform.http;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code If-Match} or {@code If-None-Match} says (RFC 9110, 13.1), read strictly: {@code *}, or 1–100 quoted tags of at
 * most 200 characters each. Anything else is 400 MALFORMED. ETags here are opaque texts without their quotes.
 */
public final class ETags {
    private static final int TAGS_MAX = 100;
    private static final int TAG_LENGTH_MAX = 200;
    private static final ETags ANY = new ETags(true, List.of());

    private record Tag(String opaque, boolean weak) {}

    private final boolean any;
    private final List<Tag> tags;

    private ETags(boolean any, List<Tag> tags) {
        this.any = any;
        this.tags = tags;
    }

    /** An ETag as it stands in the header: strong, quoted. */
    public static String quoted(String etag) {
        return '"' + etag + '"';
    }

    /** What {@code If-Match} demands; empty when the header wasn't sent. */
    public static Optional<ETags> ifMatch(@Nullable String header) {
        return read("If-Match", header);
    }

    /** What {@code If-Match} demands. Throws PRECONDITION_REQUIRED (428) when the header wasn't sent. */
    public static ETags requireIfMatch(@Nullable String header) {
        return ifMatch(header)
                .orElseThrow(() -> new Problem(
                        Code.PRECONDITION_REQUIRED,
                        "Send If-Match with the ETag that you saw last, or * to overwrite whatever is there."));
    }

    /** What {@code If-None-Match} says; empty when the header wasn't sent. */
    public static Optional<ETags> ifNoneMatch(@Nullable String header) {
        return read("If-None-Match", header);
    }

    /** Whether it is {@code *}: whatever is there. */
    public boolean any() {
        return any;
    }

    /** Whether it is {@code *} or names this very state: the comparison of {@code If-Match}. Weak tags never do. */
    public boolean matches(String etag) {
        return any || tags.stream().anyMatch(tag -> !tag.weak && tag.opaque.equals(etag));
    }

    /** Whether it is {@code *} or names this state or one equal to it: the comparison of {@code If-None-Match}. */
    public boolean matchesWeakly(String etag) {
        return any || tags.stream().anyMatch(tag -> tag.opaque.equals(etag));
    }

    /** The strong tags in their order, e.g. to find the state that a stale write was based on. */
    public List<String> strong() {
        return tags.stream().filter(tag -> !tag.weak).map(Tag::opaque).toList();
    }

    private static Optional<ETags> read(String name, @Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        String text = header.strip();
        return Optional.of(text.equals("*") ? ANY : new ETags(false, tags(name, text)));
    }

    /** The grammar of RFC 9110: empty elements between commas are skipped, everything else must be a tag. */
    private static List<Tag> tags(String name, String text) {
        List<Tag> tags = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ',' || c == ' ' || c == '\t') {
                at++;
                continue;
            }
            boolean weak = text.startsWith("W/", at);
            int open = weak ? at + 2 : at;
            int close = text.indexOf('"', open + 1);
            if (open >= text.length() || text.charAt(open) != '"' || close < 0 || !followsComma(text, at)) {
                throw malformed(name);
            }
            tags.add(new Tag(opaque(name, text.substring(open + 1, close)), weak));
            at = close + 1;
        }
        if (tags.isEmpty() || tags.size() > TAGS_MAX) {
            throw malformed(name);
        }
        return tags;
    }

    private static boolean followsComma(String text, int at) {
        int before = at - 1;
        while (before >= 0 && (text.charAt(before) == ' ' || text.charAt(before) == '\t')) {
            before--;
        }
        return before < 0 || text.charAt(before) == ',';
    }

    private static String opaque(String name, String tag) {
        if (tag.length() > TAG_LENGTH_MAX || tag.chars().anyMatch(c -> c <= 0x20 || c == 0x7f)) {
            throw malformed(name);
        }
        return tag;
    }

    private static Problem malformed(String name) {
        return new Problem(
                Code.MALFORMED,
                name + " must be * or a list of quoted tags like \"abc\", at most " + TAGS_MAX + " of at most "
                        + TAG_LENGTH_MAX + " characters.");
    }
}
