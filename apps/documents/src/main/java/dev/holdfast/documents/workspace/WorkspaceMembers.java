package dev.holdfast.documents.workspace;

import dev.holdfast.documents.WorkspaceRole;
import dev.holdfast.documents.WorkspaceRole.Permission;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.identity.Email;
import dev.holdfast.platform.spaces.Invitation;
import dev.holdfast.platform.spaces.Member;
import dev.holdfast.platform.spaces.Members;
import dev.holdfast.platform.spaces.Space;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The verbs of a workspace's members. */
@Service
class WorkspaceMembers {
    private final Transactions transactions;
    private final Workspaces workspaces;
    private final Members members;

    WorkspaceMembers(Transactions transactions, Workspaces workspaces, Members members) {
        this.transactions = transactions;
        this.workspaces = workspaces;
        this.members = members;
    }

    /** A workspace's members by account id, behind the given one. */
    List<Member> list(Actor actor, UUID workspace, @Nullable UUID after, int limit) {
        return transactions.read(actor, tx -> {
            workspaces.require(tx, workspace, Permission.READ);
            return members.list(tx, workspace, after, limit);
        });
    }

    /** Invites somebody. Throws FORBIDDEN for who may not invite, and for who isn't an owner and would make one. */
    Invitation invite(Actor actor, UUID workspace, Email email, WorkspaceRole role) {
        return transactions.write(actor, tx -> {
            Space space = workspaces.require(tx, workspace, Permission.INVITE);
            if (role == WorkspaceRole.OWNER && !space.role().equals(Workspaces.OWNER)) {
                throw new Problem(Code.FORBIDDEN, "Only an owner can make somebody an owner.");
            }
            return members.invite(tx, space, email.value(), role.wireName());
        });
    }

    /** Takes an invitation; answers the workspace that was joined. Throws NOT_FOUND. */
    Workspace accept(Actor actor, String token) {
        return transactions.write(actor, tx -> {
            UUID space = members.accept(tx, token);
            return workspaces.get(tx, space);
        });
    }

    /** Gives a member another role. Throws NOT_FOUND, FORBIDDEN, LAST_OWNER. */
    Member change(Actor actor, UUID workspace, UUID account, WorkspaceRole role) {
        return transactions.write(actor, tx -> {
            workspaces.require(tx, workspace, Permission.ADMINISTER);
            return members.change(tx, workspace, account, role.wireName(), Workspaces.OWNER);
        });
    }

    /** Removes a member; whoever is one may remove themselves. Throws NOT_FOUND, FORBIDDEN, LAST_OWNER. */
    void remove(Actor actor, UUID workspace, UUID account) {
        transactions.write(actor, tx -> {
            boolean oneself = account.equals(tx.actor().account());
            workspaces.require(tx, workspace, oneself ? Permission.READ : Permission.ADMINISTER);
            members.remove(tx, workspace, account, Workspaces.OWNER);
            return account;
        });
    }
}
