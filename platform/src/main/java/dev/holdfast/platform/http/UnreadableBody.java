package dev.holdfast.platform.http;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.FieldError;
import dev.holdfast.platform.Problem;
import java.util.List;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says in words what was wrong with a JSON body: not JSON at all (400), or JSON with a value that breaks a rule (422). */
final class UnreadableBody {
    private UnreadableBody() {}

    static Problem explain(HttpMessageNotReadableException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            switch (cause) {
                case Problem problem -> {
                    return problem;
                }
                case UnrecognizedPropertyException unknown -> {
                    String field = path(unknown);
                    return new Problem(Code.UNKNOWN_FIELD, "There is no field " + field + " here.")
                            .withErrors(List.of(new FieldError(field, "is not known")));
                }
                case StreamReadException syntax -> {
                    return new Problem(Code.MALFORMED, "The body isn't JSON that can be read" + at(syntax) + ".");
                }
                case DatabindException mismatch -> {
                    return Problem.invalid(path(mismatch), "has the wrong type");
                }
                default -> {}
            }
        }
        return new Problem(Code.MALFORMED, "The body is missing or can't be read as JSON.");
    }

    private static String at(StreamReadException e) {
        if (e.getLocation() == null) {
            return "";
        }
        return " (line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ")";
    }

    private static String path(DatabindException e) {
        StringBuilder path = new StringBuilder();
        for (var reference : e.getPath()) {
            if (reference.getPropertyName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
            } else {
                path.append('[').append(reference.getIndex()).append(']');
            }
        }
        return path.isEmpty() ? "body" : path.toString();
    }
}
