package dev.holdfast.platform.identity.session;

import dev.holdfast.platform.Origin;
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

/** The rows of sessions and of their refresh tokens. */
@Repository
final class SessionStore {
    private static final int LISTED_MAX = 200;

    private static final String ADD = """
            insert into platform.sessions (id, account_id, user_agent, address, created_at, last_used_at, expires_at)
            values (:id, :account, :agent, :address, :now, :now, :expires)
            """;
    private static final String TRIM = """
            delete from platform.sessions s
             where s.account_id = :account
               and (s.expires_at < :before or s.revoked_at < :before
                    or s.id in (select o.id from platform.sessions o
                                 where o.account_id = :account order by o.last_used_at desc, o.id offset :keep))
            """;
    private static final String TOUCH = """
            update platform.sessions
               set last_used_at = :now, expires_at = :expires, user_agent = :agent, address = :address
             where id = :id
            """;
    private static final String LIST = """
            select id, user_agent, address, created_at, last_used_at
              from platform.sessions
             where account_id = :account and revoked_at is null and expires_at > :now
             order by last_used_at desc, id
             limit :limit
            """;
    private static final String BEGUN = """
            select created_at from platform.sessions where id = :id
            """;
    private static final String REVOKE = """
            update platform.sessions set revoked_at = :now, revoked_why = :why
             where id = :id and account_id = :account and revoked_at is null and expires_at > :now
            """;
    private static final String REVOKE_ALL = """
            update platform.sessions set revoked_at = :now, revoked_why = :why
             where account_id = :account and revoked_at is null
               and (cast(:keep as uuid) is null or id <> :keep)
            """;
    private static final String ADD_TOKEN = """
            insert into platform.refresh_tokens (hash, session_id, created_at) values (:hash, :session, :now)
            """;
    private static final String FIND_TOKEN = """
            select t.hash, t.session_id, t.used_at, t.replay_key, t.replay, s.account_id,
                   s.revoked_at is null and s.expires_at > :now and a.deleted_at is null as stands
              from platform.refresh_tokens t
              join platform.sessions s on s.id = t.session_id
              join platform.accounts a on a.id = s.account_id
             where t.hash = :hash
               for no key update of t, s
            """;
    private static final String USE_TOKEN = """
            update platform.refresh_tokens set used_at = :now, replay_key = :key, replay = :replay where hash = :hash
            """;
    private static final String DROP_REPLAYS = """
            update platform.refresh_tokens set replay = null, replay_key = null
             where session_id = :session and replay is not null and used_at < :before
            """;
    private static final String FORGET_TOKENS = """
            delete from platform.refresh_tokens where session_id = :session and used_at < :before
            """;
    private static final String REPLAYS_DUE = """
            select hash, session_id, replay from platform.refresh_tokens
             where substring(replay for :length) <> :prefix
             order by hash
             limit :limit
               for update skip locked
            """;
    private static final String RESEAL_REPLAY = """
            update platform.refresh_tokens set replay = :sealed where hash = :hash
            """;

    private final JdbcClient jdbc;

    SessionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A refresh token as it is stored.
     *
     * @param stands whether its session neither ended nor expired, and its account is there
     * @param replayKey SHA-256 of the Idempotency-Key that it was used with
     * @param replay the sealed answer to that use
     */
    record Token(
            byte[] hash,
            UUID session,
            UUID account,
            boolean stands,
            @Nullable Instant usedAt,
            byte @Nullable [] replayKey,
            byte @Nullable [] replay) {}

    /** A sealed answer to the use of a refresh token. */
    record Replay(byte[] hash, UUID session, byte[] sealed) {}

    void add(UUID id, UUID account, Origin origin, Instant now, Instant expires) {
        jdbc.sql(ADD)
                .param("id", id)
                .param("account", account)
                .param("agent", origin.userAgent())
                .param("address", origin.address())
                .param("now", utc(now))
                .param("expires", utc(expires))
                .update();
    }

    /** Removes an account's sessions that ended before a time, and the oldest beyond a number. */
    void trim(UUID account, Instant before, int keep) {
        jdbc.sql(TRIM)
                .param("account", account)
                .param("before", utc(before))
                .param("keep", keep)
                .update();
    }

    void touch(UUID id, Origin origin, Instant now, Instant expires) {
        jdbc.sql(TOUCH)
                .param("id", id)
                .param("agent", origin.userAgent())
                .param("address", origin.address())
                .param("now", utc(now))
                .param("expires", utc(expires))
                .update();
    }

    /** The account's sessions that stand, the last used first. */
    List<Session> list(UUID account, @Nullable UUID current, Instant now) {
        return jdbc.sql(LIST)
                .param("account", account)
                .param("now", utc(now))
                .param("limit", LISTED_MAX)
                .query((row, n) -> session(row, current))
                .list();
    }

    Instant begun(UUID id) {
        return jdbc.sql(BEGUN)
                .param("id", id)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    boolean revoke(UUID account, UUID id, String why, Instant now) {
        return jdbc.sql(REVOKE)
                        .param("id", id)
                        .param("account", account)
                        .param("why", why)
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    int revokeAll(UUID account, @Nullable UUID keep, String why, Instant now) {
        return jdbc.sql(REVOKE_ALL)
                .param("account", account)
                .param("keep", keep)
                .param("why", why)
                .param("now", utc(now))
                .update();
    }

    void addToken(byte[] hash, UUID session, Instant now) {
        jdbc.sql(ADD_TOKEN)
                .param("hash", hash)
                .param("session", session)
                .param("now", utc(now))
                .update();
    }

    /** The token, held against others until the transaction ends. */
    Optional<Token> findToken(byte[] hash, Instant now) {
        return jdbc.sql(FIND_TOKEN)
                .param("hash", hash)
                .param("now", utc(now))
                .query((row, n) -> token(row))
                .optional();
    }

    void useToken(byte[] hash, byte @Nullable [] replayKey, byte @Nullable [] replay, Instant now) {
        jdbc.sql(USE_TOKEN)
                .param("hash", hash)
                .param("key", replayKey)
                .param("replay", replay)
                .param("now", utc(now))
                .update();
    }

    /** Drops the answers to tokens that were used before a time: they won't be given again. */
    void dropReplays(UUID session, Instant before) {
        jdbc.sql(DROP_REPLAYS)
                .param("session", session)
                .param("before", utc(before))
                .update();
    }

    /** Forgets tokens that were used before a time; who sends one of them is refused all the same. */
    void forgetTokens(UUID session, Instant before) {
        jdbc.sql(FORGET_TOKENS)
                .param("session", session)
                .param("before", utc(before))
                .update();
    }

    /** Answers that don't begin with a prefix, held against others until the transaction ends. */
    List<Replay> replaysDue(byte[] prefix, int limit) {
        return jdbc.sql(REPLAYS_DUE)
                .param("prefix", prefix)
                .param("length", prefix.length)
                .param("limit", limit)
                .query((row, n) -> new Replay(
                        row.getBytes("hash"), row.getObject("session_id", UUID.class), row.getBytes("replay")))
                .list();
    }

    void resealReplay(byte[] hash, byte[] sealed) {
        jdbc.sql(RESEAL_REPLAY).param("hash", hash).param("sealed", sealed).update();
    }

    private static Session session(ResultSet row, @Nullable UUID current) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        return new Session(
                id,
                id.equals(current),
                row.getString("user_agent"),
                row.getString("address"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_used_at", OffsetDateTime.class).toInstant());
    }

    private static Token token(ResultSet row) throws SQLException {
        OffsetDateTime used = row.getObject("used_at", OffsetDateTime.class);
        return new Token(
                row.getBytes("hash"),
                row.getObject("session_id", UUID.class),
                row.getObject("account_id", UUID.class),
                row.getBoolean("stands"),
                used == null ? null : used.toInstant(),
                row.getBytes("replay_key"),
                row.getBytes("replay"));
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
