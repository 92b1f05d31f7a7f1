package dev.holdfast.documents.generate;

import dev.holdfast.documents.WorkspaceRole;
import dev.holdfast.documents.WorkspaceRole.Permission;
import dev.holdfast.documents.workspace.Workspace;
import dev.holdfast.documents.workspace.Workspaces;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.ai.gateway.AiGateway;
import dev.holdfast.platform.ai.gateway.GenerateRequest;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Makes a question out of a prompt and the documents that it rests on. */
@Service
class Questions {
    private final Transactions transactions;
    private final ContextStore store;
    private final Workspaces workspaces;
    private final AiGateway gateway;

    Questions(Transactions transactions, ContextStore store, Workspaces workspaces, AiGateway gateway) {
        this.transactions = transactions;
        this.store = store;
        this.workspaces = workspaces;
        this.gateway = gateway;
    }

    /**
     * What somebody asks.
     *
     * @param contextIds all different
     * @param mode {@link Workspace#BYO}, {@link Workspace#PROXY}, or null for what the documents' workspaces prefer
     */
    record Asked(
            @Nullable String provider,
            @Nullable String model,
            String prompt,
            List<UUID> contextIds,
            @Nullable String mode) {}

    /**
     * The question as the gateway takes it. Throws NOT_FOUND when a document isn't there or isn't the actor's to read, INVALID with the
     * sum when the documents are too many bytes, FORBIDDEN when the browser is to ask the provider itself.
     */
    GenerateRequest request(Actor actor, Asked asked) {
        return transactions.read(actor, tx -> {
            List<ContextStore.Sized> found = store.sizes(asked.contextIds());
            found.forEach(document -> WorkspaceRole.require(tx, document.workspace(), Permission.READ));
            if (found.size() < asked.contextIds().size()) {
                throw Problem.notFound("document");
            }
            long bytes = found.stream().mapToLong(ContextStore.Sized::bytes).sum();
            if (bytes > GenerateRequest.DOCUMENTS_BYTES_MAX) {
                throw Problem.invalid(
                                "contextIds",
                                "must name documents of at most " + GenerateRequest.DOCUMENTS_BYTES_MAX
                                        + " bytes together, names " + bytes)
                        .with("bytes", bytes);
            }
            Set<UUID> spaces = found.stream().map(ContextStore.Sized::workspace).collect(Collectors.toSet());
            requireProxy(tx, asked, spaces);
            return new GenerateRequest(
                    asked.provider(),
                    asked.model(),
                    asked.prompt(),
                    store.load(asked.contextIds()),
                    spaces.size() == 1 ? spaces.iterator().next() : null,
                    null);
        });
    }

    /** The embedded provider has no key that somebody could bring, and tells nobody: a preference doesn't concern it. */
    private void requireProxy(Tx tx, Asked asked, Set<UUID> spaces) {
        boolean byo = asked.mode() == null
                ? gateway.asksOutside(asked.provider())
                        && spaces.stream()
                                .anyMatch(id -> workspaces.get(tx, id).aiMode().equals(Workspace.BYO))
                : asked.mode().equals(Workspace.BYO);
        if (byo) {
            throw new Problem(
                            Code.FORBIDDEN,
                            "With mode byo the browser speaks to the provider itself, with a key that never comes here. "
                                    + "Send mode proxy, or let an owner set the workspace's aiMode to proxy, to ask through this server.")
                    .with("mode", Workspace.BYO);
        }
    }
}
