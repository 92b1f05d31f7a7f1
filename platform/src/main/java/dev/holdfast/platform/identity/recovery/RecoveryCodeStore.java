package dev.holdfast.platform.identity.recovery;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The hashes of recovery codes. */
@Repository
final class RecoveryCodeStore {
    private static final String LOCK = """
            select id from platform.accounts where id = :account for no key update
            """;
    private static final String CLEAR = """
            delete from platform.recovery_codes where account_id = :account
            """;
    private static final String ADD = """
            insert into platform.recovery_codes (account_id, hash, created_at)
            select :account, hash, :now from unnest(cast(:hashes as bytea[])) as hash
            """;
    private static final String USE = """
            delete from platform.recovery_codes where account_id = :account and hash = :hash
            """;
    private static final String COUNT = """
            select count(*) from platform.recovery_codes where account_id = :account
            """;

    private final JdbcClient jdbc;

    RecoveryCodeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Puts codes in the place of those that were there. */
    void replace(UUID account, List<byte[]> hashes, Instant now) {
        // Two that ask at once must not leave twenty codes.
        jdbc.sql(LOCK).param("account", account).query().listOfRows();
        jdbc.sql(CLEAR).param("account", account).update();
        jdbc.sql(ADD)
                .param("account", account)
                .param("hashes", hashes.toArray(byte[][]::new))
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .update();
    }

    /** Uses a code up; false when there is no such code. */
    boolean use(UUID account, byte[] hash) {
        return jdbc.sql(USE).param("account", account).param("hash", hash).update() == 1;
    }

    int count(UUID account) {
        return jdbc.sql(COUNT).param("account", account).query(Integer.class).single();
    }
}
