package dev.holdfast.documents.live;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The live state of a document. Where there is none, all but the document's id are null.
 *
 * @param epoch the history that the state belongs to: states of different epochs can't be merged
 * @param etag the content that the state's text is equal to; behind the document's {@code contentEtag} when a client that knows of no
 *     live state wrote since
 * @param state a Yjs update (version 1) of the whole history, base64
 */
public record LiveState(
        UUID documentId,
        @Nullable UUID epoch,
        @Nullable String etag,
        @Nullable String state) {

    static LiveState none(UUID document) {
        return new LiveState(document, null, null, null);
    }
}
