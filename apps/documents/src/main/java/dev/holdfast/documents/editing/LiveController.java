package dev.holdfast.documents.editing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.holdfast.documents.live.LiveEdit;
import dev.holdfast.documents.live.LiveState;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.BodyMax;
import dev.holdfast.platform.http.openapi.Problems;
import dev.holdfast.platform.http.openapi.Required;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Live states over HTTP (docs/formats/live-editing.md). */
@RestController
final class LiveController {
    // A state of 8 MB in base64, and what stands around it.
    private static final long BODY_BYTES_MAX = 12L << 20;
    private static final Pattern ETAG = Pattern.compile("[0-9a-f]{64}");

    private final LiveDocuments documents;

    LiveController(LiveDocuments documents) {
        this.documents = documents;
    }

    /**
     * A live state for the content that is stored now.
     *
     * @param epoch a UUID: a new one where there is no live state, else that of the one that there is
     * @param baseEtag the etag of the live state that there is; null where there is none
     * @param etag the document's contentEtag, whose content the state's text is
     * @param state a Yjs update (version 1) of the whole history, base64, at most 8 MB decoded
     */
    @JsonIgnoreProperties("documentId")
    record Publication(
            @Required @Nullable String epoch,
            @Nullable String baseEtag,
            @Required @Nullable String etag,
            @Required @Nullable String state) {}

    /** What browsers keep beside a document to write it together; its members are null where there is nothing. */
    @Problems(Code.GONE)
    @GetMapping("/api/documents/{id}/live")
    @Access(value = Access.Rule.ACCOUNT, scope = "documents:read")
    LiveState get(Actor actor, @PathVariable UUID id) {
        return documents.get(actor, id);
    }

    /** Begins live editing of the content as it is stored, or takes into the live state what was written past it. */
    @Problems({Code.GONE, Code.STALE})
    @PutMapping("/api/documents/{id}/live")
    @Access(value = Access.Rule.ACCOUNT, scope = "documents:write")
    @BodyMax(BODY_BYTES_MAX)
    LiveState publish(Actor actor, @PathVariable UUID id, @RequestBody Publication body) {
        Fields fields = new Fields();
        LiveEdit edit = LiveEdit.check(fields, body.epoch(), body.state());
        String etag = fields.required("etag", body.etag(), "");
        check(fields, "etag", body.etag());
        check(fields, "baseEtag", body.baseEtag());
        fields.orThrow();
        return documents.publish(actor, id, edit, body.baseEtag(), etag);
    }

    private static void check(Fields fields, String field, @Nullable String etag) {
        if (etag != null && !ETAG.matcher(etag).matches()) {
            fields.refuse(field, "must be an etag: 64 lower-case hex digits");
        }
    }
}
