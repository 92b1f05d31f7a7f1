package dev.holdfast.platform.identity;

import dev.holdfast.platform.Fields;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail address that mail can be sent to: the common form {@code local@domain} of RFC 5321, letters of any script
 * (RFC 6531), without quoted local parts, comments, address literals, white space or control characters. In NFC, its domain
 * in lower case; addresses that differ by case alone are the same account's.
 *
 * @param value the address, at most {@value #LENGTH_MAX} characters
 */
public record Email(String value) {
    public static final int LENGTH_MAX = 254;
    private static final int LOCAL_LENGTH_MAX = 64;
    private static final String ATOM = "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?";
    private static final Pattern LOCAL = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*");
    private static final Pattern DOMAIN = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
    private static final Pattern DIGITS = Pattern.compile("(?:.*\\.)?[0-9]+");

    /** The address, or nothing when no mail can go there. */
    public static Optional<Email> parse(String text) {
        String value = Normalizer.normalize(text, Normalizer.Form.NFC);
        int at = value.indexOf('@');
        if (at < 1 || at > LOCAL_LENGTH_MAX || value.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        String local = value.substring(0, at);
        String domain = value.substring(at + 1).toLowerCase(Locale.ROOT);
        // A last label of digits alone is an IP address, which no certificate and no mail provider stands behind.
        if (!LOCAL.matcher(local).matches()
                || !DOMAIN.matcher(domain).matches()
                || DIGITS.matcher(domain).matches()) {
            return Optional.empty();
        }
        return Optional.of(new Email(local + "@" + domain));
    }

    /** Reads a field of a request; notes what is wrong with it. The result counts only when {@code fields} has no error. */
    public static Email read(Fields fields, String field, @Nullable String text) {
        String value = fields.text(field, text, LENGTH_MAX);
        Optional<Email> email = parse(value);
        if (text != null && email.isEmpty()) {
            fields.refuse(field, "must be an e-mail address like ada@example.org");
        }
        return email.orElseGet(() -> new Email(value));
    }

    /** The part before the {@code @}. */
    public String local() {
        return value.substring(0, Math.max(0, value.indexOf('@')));
    }

    @Override
    public String toString() {
        return value;
    }
}
