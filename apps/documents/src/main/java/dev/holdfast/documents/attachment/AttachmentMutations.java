package dev.holdfast.documents.attachment;

import dev.holdfast.documents.WorkspaceRole.Permission;
import dev.holdfast.documents.document.Documents;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.changes.push.Mutation;
import dev.holdfast.platform.changes.push.MutationResult;
import dev.holdfast.platform.changes.push.MutationTarget;
import dev.holdfast.platform.db.Tx;
import org.springframework.stereotype.Component;

/** Attachments deleted by sync; they are made by uploads alone. */
@Component
final class AttachmentMutations implements MutationTarget {
    private static final String WRITE = "documents:write";

    private final Attachments attachments;

    AttachmentMutations(Attachments attachments) {
        this.attachments = attachments;
    }

    @Override
    public String entity() {
        return Documents.ATTACHMENT;
    }

    @Override
    public MutationResult apply(Tx tx, Mutation mutation) {
        if (mutation.operation() != Mutation.Operation.DELETE) {
            throw Problem.invalid("op", "must be delete: attachments are made by uploads");
        }
        if (!tx.actor().allows(WRITE)) {
            throw new Problem(Code.FORBIDDEN, "This credential lacks the scope " + WRITE + ".");
        }
        attachments.delete(tx, attachments.require(tx, mutation.id(), Permission.WRITE));
        return MutationResult.applied(null);
    }
}
