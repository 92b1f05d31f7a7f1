package dev.holdfast.platform.audit.trail;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.Times;
import dev.holdfast.platform.audit.sealing.Verdict;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.Cursor;
import dev.holdfast.platform.http.Limit;
import dev.holdfast.platform.http.Page;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The audit log over HTTP. */
@RestController
final class AuditController {
    private static final int EXPORT_STEP = 1_000;
    private static final int ACTION_LENGTH_MAX = 60;

    private final AuditTrail trail;
    private final JsonMapper json;

    AuditController(AuditTrail trail, JsonMapper json) {
        this.trail = trail;
        this.json = json;
    }

    /** The conditions as they stand in the address. */
    record Conditions(
            @Nullable String spaceId,
            @Nullable String actor,
            @Nullable String entity,
            @Nullable String entityType,
            @Nullable String entityId,
            @Nullable String action,
            @Nullable String from,
            @Nullable String to) {

        AuditQuery query() {
            return new AuditQuery(
                    uuid("spaceId", spaceId),
                    uuid("actor", actor),
                    checked("entity", entity == null ? entityType : entity),
                    uuid("entityId", entityId),
                    checked("action", action),
                    Times.parameter("from", from),
                    Times.parameter("to", to));
        }

        private static @Nullable UUID uuid(String name, @Nullable String value) {
            Fields fields = new Fields();
            UUID id = fields.optionalUuid(name, value);
            fields.orThrow();
            return id;
        }

        private static @Nullable String checked(String name, @Nullable String value) {
            if (value != null && (value.length() > ACTION_LENGTH_MAX || value.indexOf('\0') >= 0)) {
                throw new Problem(
                        Code.MALFORMED, "Parameter " + name + " has at most " + ACTION_LENGTH_MAX + " characters.");
            }
            return value;
        }
    }

    /** What was done in the spaces that one owns, and by oneself, newest first. */
    @GetMapping("/api/audit")
    @Access(value = Access.Rule.ACCOUNT, scope = "audit:read")
    Page<AuditRecord> list(
            Actor actor,
            Conditions conditions,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        int most = Limit.parse(limit);
        AuditQuery query = conditions.query();
        Cursor.Question question = Cursor.question("audit", query);
        Cursor at = question.read(cursor);
        List<AuditRecord> rows =
                trail.list(actor, query, at == null ? null : at.instant(0), at == null ? null : at.uuid(1), most + 1);
        if (query.space() != null && at == null) {
            trail.noteForeign(actor, "audit.read", query);
        }
        return Page.of(rows, most, last -> question.after(last.at(), last.id()));
    }

    /** All that a query finds, as NDJSON or CSV. */
    @GetMapping("/api/audit/export")
    @Access(value = Access.Rule.ACCOUNT, scope = "audit:read")
    void export(
            Actor actor,
            Conditions conditions,
            @RequestParam(required = false, defaultValue = "ndjson") String format,
            HttpServletResponse response)
            throws IOException {
        AuditExport form = AuditExport.of(format, json);
        AuditQuery query = conditions.query();
        trail.note(actor, "audit.exported", query);
        List<AuditRecord> rows = trail.list(actor, query, null, null, EXPORT_STEP);
        response.setContentType(form.contentType());
        response.setHeader("Content-Disposition", "attachment; filename=\"audit." + format + "\"");
        form.begin(response.getOutputStream());
        while (true) {
            for (AuditRecord row : rows) {
                form.write(response.getOutputStream(), row);
            }
            if (rows.size() < EXPORT_STEP) {
                return;
            }
            Instant afterAt = rows.getLast().at();
            rows = trail.list(actor, query, afterAt, rows.getLast().id(), EXPORT_STEP);
        }
    }

    /** Checks the chain of entries against their seals. */
    @PostMapping("/api/audit/verify")
    @Access(value = Access.Rule.ACCOUNT, scope = "audit:read")
    Verdict verify(Actor actor, @RequestParam(required = false) @Nullable UUID spaceId) {
        return trail.verify(actor, spaceId);
    }
}
