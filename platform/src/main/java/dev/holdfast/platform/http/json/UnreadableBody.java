package dev.holdfast.platform.http.json;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.FieldError;
import dev.holdfast.platform.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says in words what was wrong with a JSON body: not JSON at all (400), or JSON with a value that breaks a rule (422). */
public final class UnreadableBody {
    private static final int NAME_LENGTH_MAX = 100;

    private UnreadableBody() {}

    /** The problem behind a failure to read a body; it may be anywhere in the chain of causes. */
    public static Problem explain(Throwable failure) {
        Problem thrown = find(Problem.class, failure);
        if (thrown != null) {
            return thrown;
        }
        if (find(StreamConstraintsException.class, failure) != null) {
            return new Problem(
                    Code.MALFORMED, "The body is nested too deeply, or has a number or a name that is too long.");
        }
        InputCoercionException range = find(InputCoercionException.class, failure);
        if (range != null) {
            return Problem.invalid(path(range), "must be a number within its range");
        }
        StreamReadException syntax = find(StreamReadException.class, failure);
        if (syntax != null) {
            return new Problem(Code.MALFORMED, "The body isn't JSON that can be read" + at(syntax) + ".");
        }
        DatabindException mismatch = find(DatabindException.class, failure);
        if (mismatch != null && mismatch.getOriginalMessage().contains("TRAILING_TOKENS")) {
            return new Problem(Code.MALFORMED, "The body goes on behind the end of its JSON.");
        }
        if (mismatch == null || mismatch.getOriginalMessage().startsWith("No content")) {
            return new Problem(Code.MALFORMED, "The body is missing or can't be read as JSON.");
        }
        String field = path(mismatch);
        if (mismatch instanceof UnrecognizedPropertyException) {
            return new Problem(Code.UNKNOWN_FIELD, "There is no field " + field + " here.")
                    .withErrors(List.of(new FieldError(field, "is not known")));
        }
        return Problem.invalid(field, rule(mismatch));
    }

    private static String rule(DatabindException mismatch) {
        if (mismatch instanceof BrokenRule broken) {
            return broken.getOriginalMessage();
        }
        Class<?> type = mismatch instanceof MismatchedInputException input ? input.getTargetType() : null;
        if (type == null) {
            return "has the wrong type";
        }
        if (type.isEnum()) {
            return "must be one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
        }
        return "has the wrong type: " + kind(type) + " is needed";
    }

    private static String kind(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number within its range";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (type == String.class) {
            return "a text";
        }
        return Iterable.class.isAssignableFrom(type) || type.isArray() ? "a list" : "an object";
    }

    private static String at(JacksonException e) {
        if (e.getLocation() == null || e.getLocation().getLineNr() < 1) {
            return "";
        }
        return " (line " + e.getLocation().getLineNr() + ", column "
                + e.getLocation().getColumnNr() + ")";
    }

    private static String path(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (var reference : e.getPath()) {
            String name = reference.getPropertyName();
            if (name != null) {
                path.append(path.isEmpty() ? "" : ".").append(shown(name));
            } else {
                path.append('[').append(reference.getIndex()).append(']');
            }
        }
        return path.isEmpty() ? "body" : path.toString();
    }

    /** A name as it may stand in an answer: short, and without what JSON or a terminal could stumble over. */
    private static String shown(String name) {
        String shown = name.codePoints()
                .limit(NAME_LENGTH_MAX)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '\ufffd' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return shown.length() < name.length() ? shown + "…" : shown;
    }

    private static <T> @Nullable T find(Class<T> type, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
