package dev.holdfast.platform.identity.passkey;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Ceremonies that were begun, so that any node can end them. */
@Repository
final class CeremonyStore {
    private static final String FORGET = """
            delete from platform.passkey_ceremonies
             where id in (select id from platform.passkey_ceremonies
                           where expires_at <= :now order by expires_at limit 20 for update skip locked)
            """;
    private static final String ADD = """
            insert into platform.passkey_ceremonies
                   (id, purpose, account_id, challenge, user_handle, email, display_name, expires_at)
            values (:id, :purpose, :account, :challenge, :handle, :email, :name, :expires)
            """;
    private static final String TAKE = """
            delete from platform.passkey_ceremonies
             where id = :id and purpose = :purpose and expires_at > :now
               and account_id is not distinct from cast(:account as uuid)
            returning id, account_id, challenge, user_handle, email, display_name
            """;

    private final JdbcClient jdbc;

    CeremonyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(Ceremony ceremony, Instant now, Instant expires) {
        jdbc.sql(FORGET).param("now", utc(now)).update();
        jdbc.sql(ADD)
                .param("id", ceremony.id())
                .param("purpose", word(ceremony.purpose()))
                .param("account", ceremony.account())
                .param("challenge", ceremony.challenge())
                .param("handle", ceremony.userHandle())
                .param("email", ceremony.email())
                .param("name", ceremony.displayName())
                .param("expires", utc(expires))
                .update();
    }

    /** Takes a ceremony away, for its own purpose and account alone. */
    Optional<Ceremony> take(UUID id, Ceremony.Purpose purpose, @Nullable UUID account, Instant now) {
        return jdbc.sql(TAKE)
                .param("id", id)
                .param("purpose", word(purpose))
                .param("account", account)
                .param("now", utc(now))
                .query((row, n) -> ceremony(row, purpose))
                .optional();
    }

    private static Ceremony ceremony(ResultSet row, Ceremony.Purpose purpose) throws SQLException {
        return new Ceremony(
                row.getObject("id", UUID.class),
                purpose,
                row.getObject("account_id", UUID.class),
                row.getBytes("challenge"),
                row.getBytes("user_handle"),
                row.getString("email"),
                row.getString("display_name"));
    }

    private static String word(Ceremony.Purpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT);
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
