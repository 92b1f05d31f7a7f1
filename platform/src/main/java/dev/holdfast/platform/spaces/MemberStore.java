package dev.holdfast.platform.spaces;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of members and of waiting invitations. */
@Repository
final class MemberStore {
    private static final String FIND = """
            select m.account_id, a.email, a.display_name, m.role, m.created_at
              from platform.members m
              join platform.accounts a on a.id = m.account_id
             where m.space_id = :space and m.account_id = :account
            """;
    private static final String LIST = """
            select m.account_id, a.email, a.display_name, m.role, m.created_at
              from platform.members m
              join platform.accounts a on a.id = m.account_id
             where m.space_id = :space
               and (cast(:after as uuid) is null or m.account_id > cast(:after as uuid))
             order by m.account_id
             limit :limit
            """;
    private static final String COUNT = """
            select count(*) from platform.members where space_id = :space and role = :role
            """;
    private static final String LOCK = """
            select id from platform.spaces where id = :space for update
            """;
    private static final String ADD = """
            insert into platform.members (space_id, account_id, role, created_at)
            values (:space, :account, :role, :now)
            on conflict (space_id, account_id) do nothing
            """;
    private static final String CHANGE = """
            update platform.members set role = :role where space_id = :space and account_id = :account
            """;
    private static final String REMOVE = """
            delete from platform.members where space_id = :space and account_id = :account
            """;
    private static final String INVITEE = """
            select account, verified from platform.invitee(:email)
            """;
    private static final String INVITE = """
            insert into platform.invites (id, space_id, email, role, token_hash, invited_by, created_at, expires_at)
            values (:id, :space, :email, :role, :token, platform.current_account(), :now, :expires)
            on conflict (space_id, lower(email)) where accepted_at is null
            do update set role = excluded.role, token_hash = excluded.token_hash, invited_by = excluded.invited_by,
                          expires_at = excluded.expires_at
            returning id
            """;
    private static final String ACCEPT = """
            select space, role from platform.accept_invite(:token, :now)
            """;

    private final JdbcClient jdbc;

    MemberStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An account that an invitation can be answered with. */
    record Invitee(UUID account, boolean verified) {}

    /** A space that was joined. */
    record Joined(UUID space, String role) {}

    Optional<Member> find(UUID space, UUID account) {
        return jdbc.sql(FIND)
                .param("space", space)
                .param("account", account)
                .query((row, n) -> member(row))
                .optional();
    }

    List<Member> list(UUID space, @Nullable UUID after, int limit) {
        return jdbc.sql(LIST)
                .param("space", space)
                .param("after", after)
                .param("limit", limit)
                .query((row, n) -> member(row))
                .list();
    }

    int count(UUID space, String role) {
        return jdbc.sql(COUNT)
                .param("space", space)
                .param("role", role)
                .query(Integer.class)
                .single();
    }

    /** Holds other changes of the space's members back until the transaction ends. */
    void lock(UUID space) {
        jdbc.sql(LOCK).param("space", space).query().listOfRows();
    }

    boolean add(UUID space, UUID account, String role, Instant now) {
        return jdbc.sql(ADD)
                        .param("space", space)
                        .param("account", account)
                        .param("role", role)
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    void change(UUID space, UUID account, String role) {
        jdbc.sql(CHANGE)
                .param("space", space)
                .param("account", account)
                .param("role", role)
                .update();
    }

    boolean remove(UUID space, UUID account) {
        return jdbc.sql(REMOVE).param("space", space).param("account", account).update() == 1;
    }

    Optional<Invitee> invitee(String email) {
        return jdbc.sql(INVITEE)
                .param("email", email)
                .query((row, n) -> new Invitee(row.getObject("account", UUID.class), row.getBoolean("verified")))
                .optional()
                .filter(found -> found.account() != null);
    }

    UUID invite(UUID space, Invitation invitation, byte[] tokenHash, Instant now) {
        return jdbc.sql(INVITE)
                .param("id", invitation.id())
                .param("space", space)
                .param("email", invitation.email())
                .param("role", invitation.role())
                .param("token", tokenHash)
                .param("now", utc(now))
                .param("expires", invitation.expiresAt() == null ? null : utc(invitation.expiresAt()))
                .query(UUID.class)
                .single();
    }

    Optional<Joined> accept(byte[] tokenHash, Instant now) {
        return jdbc.sql(ACCEPT)
                .param("token", tokenHash)
                .param("now", utc(now))
                .query((row, n) -> new Joined(row.getObject("space", UUID.class), row.getString("role")))
                .optional()
                .filter(found -> found.space() != null);
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(
                row.getObject("account_id", UUID.class),
                row.getString("email"),
                row.getString("display_name"),
                row.getString("role"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
