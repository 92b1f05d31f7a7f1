package dev.holdfast.documents;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Tx;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who may do what in a workspace (DOC-19). This table is the one that routes, docs and tests read.
 */
public enum WorkspaceRole {
    OWNER(EnumSet.allOf(Permission.class)),
    MEMBER(EnumSet.of(Permission.READ, Permission.WRITE, Permission.INVITE, Permission.SHARE)),
    EDITOR(EnumSet.of(Permission.READ, Permission.WRITE)),
    VIEWER(EnumSet.of(Permission.READ));

    /** The role's names, as they go over the wire. */
    public static final List<String> NAMES =
            Arrays.stream(values()).map(WorkspaceRole::wireName).toList();

    private final Set<Permission> permissions;

    WorkspaceRole(Set<Permission> permissions) {
        this.permissions = permissions;
    }

    /** What a role may hold. */
    public enum Permission {
        /** Read, search, see versions, download. */
        READ,
        /** Create, edit, rename, delete, restore documents; add and remove attachments. */
        WRITE,
        /** Invite members with a role that isn't above one's own. */
        INVITE,
        /** Make and revoke share links. */
        SHARE,
        /** Rename, delete and restore the workspace, change roles, remove members. */
        ADMINISTER
    }

    /** The role's name as it goes over the wire, e.g. {@code "owner"}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the role holds a permission. */
    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /** The role with a name that was checked before. */
    public static WorkspaceRole named(String name) {
        return known(name).orElseThrow(() -> new IllegalArgumentException("no role of a workspace: " + name));
    }

    /**
     * Lets through who holds the permission in a space that is known to be a workspace. Throws NOT_FOUND for strangers,
     * FORBIDDEN for the others.
     */
    public static WorkspaceRole require(Tx tx, UUID workspace, Permission permission) {
        WorkspaceRole role =
                tx.role(workspace).flatMap(WorkspaceRole::known).orElseThrow(() -> Problem.notFound("workspace"));
        if (!role.may(permission)) {
            throw new Problem(
                    Code.FORBIDDEN,
                    "As " + role.wireName() + " you may not "
                            + permission.name().toLowerCase(Locale.ROOT) + " here.");
        }
        return role;
    }

    private static Optional<WorkspaceRole> known(String name) {
        return Arrays.stream(values())
                .filter(role -> role.wireName().equals(name))
                .findFirst();
    }
}
