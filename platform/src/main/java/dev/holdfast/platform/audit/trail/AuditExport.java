package dev.holdfast.platform.audit.trail;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes entries one to a line, as JSON or as CSV (RFC 4180) with a heading. */
sealed interface AuditExport {

    /** The form with this name. Throws MALFORMED for another than ndjson and csv. */
    static AuditExport of(String name, JsonMapper json) {
        return switch (name) {
            case "ndjson" -> new Lines(json);
            case "csv" -> new Table();
            default -> throw new Problem(Code.MALFORMED, "Parameter format must be ndjson or csv.");
        };
    }

    String contentType();

    void begin(OutputStream out) throws IOException;

    void write(OutputStream out, AuditRecord entry) throws IOException;

    /** A JSON object a line. */
    record Lines(JsonMapper json) implements AuditExport {
        @Override
        public String contentType() {
            return "application/x-ndjson";
        }

        @Override
        public void begin(OutputStream out) {
            // No heading.
        }

        @Override
        public void write(OutputStream out, AuditRecord entry) throws IOException {
            out.write((json.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A row a line. */
    record Table() implements AuditExport {
        private static final String HEADING =
                "id,at,actorUserId,actorRole,spaceId,action,entity,entityId,before,after,ip,"
                        + "userAgent,justification,hash,previousHash\r\n";

        @Override
        public String contentType() {
            return "text/csv;charset=UTF-8";
        }

        @Override
        public void begin(OutputStream out) throws IOException {
            out.write(HEADING.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void write(OutputStream out, AuditRecord entry) throws IOException {
            List<String> cells = Stream.of(
                            entry.id(),
                            entry.at(),
                            text(entry.actorUserId()),
                            entry.actorRole(),
                            text(entry.spaceId()),
                            entry.action(),
                            entry.entity(),
                            text(entry.entityId()),
                            text(entry.before()),
                            text(entry.after()),
                            text(entry.ip()),
                            text(entry.userAgent()),
                            text(entry.justification()),
                            text(entry.hash()),
                            text(entry.previousHash()))
                    .map(cell -> cell(cell.toString()))
                    .toList();
            out.write((cells.stream().collect(Collectors.joining(",")) + "\r\n").getBytes(StandardCharsets.UTF_8));
        }

        private static String text(@Nullable Object value) {
            return Objects.toString(value, "");
        }

        /** Quoted; what a spreadsheet would take for a formula gets an apostrophe. */
        private static String cell(String value) {
            String safe = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
            return "\"" + safe.replace("\"", "\"\"") + "\"";
        }
    }
}
