package dev.holdfast.platform.spaces;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.audit.AuditEntry;
import dev.holdfast.platform.db.Change;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.mail.Mail;
import dev.holdfast.platform.mail.Outbox;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Invites, changes and removes the members of spaces, inside the transaction of an app's verb, which decides who may.
 * Every change is in the space's feed as entity {@code member} and in the audit log.
 */
@Service
public class Members {
    /** The kind of record that a member is in the space's feed. */
    public static final String ENTITY = "member";

    private static final Duration INVITATION_LIFE = Duration.ofDays(7);
    private static final int TOKEN_BYTES = 32;

    private final MemberStore store;
    private final SpaceStore spaces;
    private final SpaceSettings settings;
    private final Outbox outbox;
    private final Audit audit;
    private final Ids ids;

    Members(MemberStore store, SpaceStore spaces, SpaceSettings settings, Outbox outbox, Audit audit, Ids ids) {
        this.store = store;
        this.spaces = spaces;
        this.settings = settings;
        this.outbox = outbox;
        this.audit = audit;
        this.ids = ids;
    }

    /** The members of a space by account id, behind the given one. */
    public List<Member> list(Tx tx, UUID space, @Nullable UUID after, int limit) {
        return tx.role(space).isPresent() ? store.list(space, after, limit) : List.of();
    }

    /**
     * Makes the account with this address a member, or leaves an invitation with a single-use link in the outbox, valid
     * for seven days, when there is none (or none verified where that is required). Inviting again renews the link.
     * Throws ALREADY_EXISTS for a member.
     */
    public Invitation invite(Tx tx, Space space, String email, String role) {
        store.lock(space.id());
        var invitee = store.invitee(email).filter(found -> found.verified() || !settings.verifiedOnly());
        if (invitee.isEmpty()) {
            return leaveInvitation(tx, space, email, role);
        }
        UUID account = invitee.get().account();
        if (!store.add(space.id(), account, role, tx.now())) {
            throw new Problem(Code.ALREADY_EXISTS, email + " is a member already.");
        }
        note(tx, space.id(), account, "member.added", Map.of(), Map.of("role", role));
        Member member = store.find(space.id(), account).orElseThrow(() -> Problem.notFound("member"));
        return new Invitation(member, null, email, role, null);
    }

    /** Takes the invitation that a link's token opens. Throws NOT_FOUND when it was used, has expired or never was. */
    public UUID accept(Tx tx, String token) {
        UUID account = tx.actor().requireAccount();
        var joined = store.accept(hash(token), tx.now()).orElseThrow(() -> Problem.notFound("invitation"));
        spaces.see(joined.space());
        tx.founded(joined.space(), joined.role());
        note(tx, joined.space(), account, "member.added", Map.of(), Map.of("role", joined.role()));
        return joined.space();
    }

    /** Gives a member another role. Throws NOT_FOUND, and LAST_OWNER rather than leave a space without one. */
    public Member change(Tx tx, UUID space, UUID account, String role, String ownerRole) {
        store.lock(space);
        Member member = store.find(space, account).orElseThrow(() -> Problem.notFound("member"));
        if (!role.equals(ownerRole)) {
            keepOwner(space, member, ownerRole);
        }
        store.change(space, account, role);
        note(tx, space, account, "member.role-changed", Map.of("role", member.role()), Map.of("role", role));
        return new Member(account, member.email(), member.displayName(), role, member.createdAt());
    }

    /** Takes a member out. Throws NOT_FOUND, and LAST_OWNER rather than leave a space without one. */
    public void remove(Tx tx, UUID space, UUID account, String ownerRole) {
        store.lock(space);
        Member member = store.find(space, account).orElseThrow(() -> Problem.notFound("member"));
        keepOwner(space, member, ownerRole);
        // The change is marked first: whoever removes themselves may not write into the space's feed afterwards.
        tx.mark(Change.delete(space, ENTITY, account));
        audit.record(
                tx,
                AuditEntry.of("member.removed", ENTITY, account, space)
                        .changing(Map.of("role", member.role()), Map.of()));
        store.remove(space, account);
    }

    private void keepOwner(UUID space, Member member, String ownerRole) {
        if (member.role().equals(ownerRole) && store.count(space, ownerRole) == 1) {
            throw new Problem(Code.LAST_OWNER, "This is the last owner. Make somebody else an owner first.");
        }
    }

    private Invitation leaveInvitation(Tx tx, Space space, String email, String role) {
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(ids.secret(TOKEN_BYTES));
        Instant expires = tx.now().plus(INVITATION_LIFE);
        Invitation wanted = new Invitation(null, ids.next(), email, role, expires);
        UUID id = store.invite(space.id(), wanted, hash(token), tx.now());
        outbox.send(
                tx,
                new Mail(
                        email,
                        "You are invited to " + oneLine(space.name()),
                        "You were invited to join \"" + oneLine(space.name()) + "\" as " + role + ".\n\n"
                                + "Open this link to accept. It works once, until " + expires + ":\n"
                                + settings.publicUrl() + "/invites/" + token + "\n"));
        audit.record(
                tx, AuditEntry.of("member.invited", "invite", id, space.id()).changing(Map.of(), Map.of("role", role)));
        return new Invitation(null, id, email, role, expires);
    }

    private void note(
            Tx tx, UUID space, UUID account, String action, Map<String, Object> before, Map<String, Object> after) {
        tx.mark(Change.upsert(space, ENTITY, account, null));
        audit.record(tx, AuditEntry.of(action, ENTITY, account, space).changing(before, after));
    }

    private static String oneLine(String name) {
        return name.replaceAll("\\p{Cntrl}+", " ");
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
