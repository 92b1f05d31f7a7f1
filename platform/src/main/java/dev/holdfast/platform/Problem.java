package dev.holdfast.platform;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a request is refused with. The detail is for the person who asked: it names the value and the rule, never
 * internals. {@code platform.http} renders it as {@code application/problem+json}.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Code code;
    private final transient List<FieldError> errors;
    private final transient Map<String, Object> extensions;
    private final transient Map<String, String> headers;

    public Problem(Code code, String detail) {
        this(code, detail, List.of(), Map.of(), Map.of());
    }

    private Problem(
            Code code,
            String detail,
            List<FieldError> errors,
            Map<String, Object> extensions,
            Map<String, String> headers) {
        super(detail, null, false, code == Code.INTERNAL);
        this.code = code;
        this.errors = List.copyOf(errors);
        this.extensions = extensions;
        this.headers = headers;
    }

    /** A refusal because of one field's value (422 INVALID). */
    public static Problem invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    /** A refusal because of several fields' values (422 INVALID). */
    public static Problem invalid(List<FieldError> errors) {
        String detail = errors.size() == 1
                ? errors.get(0).field() + ": " + errors.get(0).message()
                : errors.size() + " values break a rule.";
        return new Problem(Code.INVALID, detail, errors, Map.of(), Map.of());
    }

    /** What isn't there, or must not be known of. */
    public static Problem notFound(String what) {
        return new Problem(Code.NOT_FOUND, "There is no such " + what + ", or it isn't yours to see.");
    }

    /** The same problem with a further member in its document, e.g. {@code current}. */
    public Problem with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(extensions);
        more.put(member, value);
        return new Problem(code, detail(), errors, more, headers);
    }

    /** The same problem with the fields that it is about. */
    public Problem withErrors(List<FieldError> fieldErrors) {
        return new Problem(code, detail(), fieldErrors, extensions, headers);
    }

    /** The same problem with a response header, e.g. {@code Retry-After}. */
    public Problem withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(code, detail(), errors, extensions, more);
    }

    public Code code() {
        return code;
    }

    public String detail() {
        String message = getMessage();
        return message == null ? code.title() : message;
    }

    public List<FieldError> errors() {
        return errors;
    }

    public Map<String, Object> extensions() {
        return extensions;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
