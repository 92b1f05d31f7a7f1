package dev.holdfast.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Checks the fields of one request and gathers what is wrong with all of them. Every text is free of U+0000 and of lone
 * surrogates, and has a length, counted in UTF-16 units. Call {@link #orThrow()} before the values are used.
 */
public final class Fields {
    public static final int NAME_LENGTH_MAX = 200;
    public static final int TITLE_LENGTH_MAX = 500;
    public static final int NOTES_LENGTH_MAX = 20_000;
    public static final int TEXT_LENGTH_MAX = 2_000;

    private final String prefix;
    private final List<FieldError> errors;

    public Fields() {
        this("", new ArrayList<>());
    }

    private Fields(String prefix, List<FieldError> errors) {
        this.prefix = prefix;
        this.errors = errors;
    }

    /** The same check for the fields of a part of the request, e.g. {@code mutations[3].}. */
    public Fields under(String part) {
        return new Fields(prefix + part, errors);
    }

    /** A text that must be there and hold more than white space. */
    public String name(String field, @Nullable String value, int lengthMax) {
        String text = text(field, value, lengthMax);
        if (value != null && text.isBlank()) {
            refuse(field, "must not be blank");
        }
        return text;
    }

    /** A text that must be there; it may be empty. */
    public String text(String field, @Nullable String value, int lengthMax) {
        if (value == null) {
            refuse(field, "is required");
            return "";
        }
        check(field, value, lengthMax);
        return value;
    }

    /** A text that may be left out. */
    public @Nullable String optionalText(String field, @Nullable String value, int lengthMax) {
        if (value != null) {
            check(field, value, lengthMax);
        }
        return value;
    }

    /** A value that must be there. */
    public <T> T required(String field, @Nullable T value, T instead) {
        if (value == null) {
            refuse(field, "is required");
            return instead;
        }
        return value;
    }

    /** A UUID that may be left out. */
    public @Nullable UUID optionalUuid(String field, @Nullable String value) {
        if (value == null) {
            return null;
        }
        UUID id = Texts.uuid(value);
        if (id != null) {
            return id;
        }
        refuse(field, "must be a UUID like 01890a5d-ac96-774b-bcce-b302099a8057");
        return null;
    }

    /** One of a closed set of words. */
    public String oneOf(String field, @Nullable String value, List<String> words) {
        if (value == null) {
            refuse(field, "is required");
        } else if (!words.contains(value)) {
            refuse(field, "must be one of " + String.join(", ", words));
        } else {
            return value;
        }
        return words.get(0);
    }

    /** Notes that a field breaks a rule. */
    public void refuse(String field, String rule) {
        errors.add(new FieldError(prefix + field, rule));
    }

    /** Throws INVALID with everything that was wrong; does nothing when nothing was. */
    public void orThrow() {
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }

    private void check(String field, String value, int lengthMax) {
        if (value.length() > lengthMax) {
            refuse(field, "must have at most " + lengthMax + " characters, has " + value.length());
        }
        String fault = Texts.fault(value);
        if (fault != null) {
            refuse(field, fault);
        }
    }
}
