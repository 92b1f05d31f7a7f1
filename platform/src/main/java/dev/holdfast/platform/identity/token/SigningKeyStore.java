package dev.holdfast.platform.identity.token;

import com.nimbusds.jose.jwk.ECKey;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.secrets.SealedColumn;
import dev.holdfast.platform.secrets.Sealer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of signing keys; the private halves are sealed. */
@Repository
final class SigningKeyStore implements SealedColumn {
    private static final String LIST = """
            select id, private_sealed, created_at, signs_until, verifies_until
              from platform.signing_keys
             where verifies_until > :now
             order by created_at desc, id
            """;
    private static final String LOCK = """
            select pg_advisory_xact_lock(7205759403792790)
            """;
    private static final String ADD = """
            insert into platform.signing_keys (id, public_jwk, private_sealed, created_at, signs_until, verifies_until)
            values (:id, :public, :private, :created, :signs, :verifies)
            """;
    private static final String FORGET = """
            delete from platform.signing_keys where verifies_until <= :now
            """;
    private static final String DUE = """
            select id, private_sealed from platform.signing_keys
             where substring(private_sealed for :length) <> :prefix
             order by id
             limit :limit
               for update skip locked
            """;
    private static final String RESEAL = """
            update platform.signing_keys set private_sealed = :sealed where id = :id
            """;

    private final JdbcClient jdbc;
    private final Sealer sealer;

    SigningKeyStore(JdbcClient jdbc, Sealer sealer) {
        this.jdbc = jdbc;
        this.sealer = sealer;
    }

    /** The keys whose tokens may still be good, the newest first. */
    List<SigningKey> list(Instant now) {
        return jdbc.sql(LIST).param("now", utc(now)).query((row, n) -> key(row)).list();
    }

    /** Lets one transaction after the other look whether a new key is needed. */
    void lock() {
        jdbc.sql(LOCK).query().listOfRows();
    }

    void add(SigningKey key) {
        jdbc.sql(FORGET).param("now", utc(key.createdAt())).update();
        jdbc.sql(ADD)
                .param("id", key.id())
                .param("public", key.pair().toPublicJWK().toJSONString())
                .param(
                        "private",
                        sealer.seal(key.pair().toJSONString().getBytes(StandardCharsets.UTF_8), context(key.id())))
                .param("created", utc(key.createdAt()))
                .param("signs", utc(key.signsUntil()))
                .param("verifies", utc(key.verifiesUntil()))
                .update();
    }

    @Override
    public String name() {
        return "platform.signing_keys.private_sealed";
    }

    @Override
    public String holds() {
        return "private keys that sign access tokens";
    }

    @Override
    public int reseal(Tx tx, Sealer by, int limit) {
        List<Due> due = jdbc.sql(DUE)
                .param("prefix", by.currentPrefix())
                .param("length", by.currentPrefix().length)
                .param("limit", limit)
                .query((row, n) -> new Due(row.getString("id"), row.getBytes("private_sealed")))
                .list();
        due.forEach(row -> jdbc.sql(RESEAL)
                .param("id", row.id())
                .param("sealed", by.reseal(row.sealed(), context(row.id())))
                .update());
        return due.size();
    }

    private record Due(String id, byte[] sealed) {}

    private SigningKey key(ResultSet row) throws SQLException {
        String id = row.getString("id");
        String pair = new String(sealer.open(row.getBytes("private_sealed"), context(id)), StandardCharsets.UTF_8);
        try {
            return new SigningKey(
                    ECKey.parse(pair),
                    row.getObject("created_at", OffsetDateTime.class).toInstant(),
                    row.getObject("signs_until", OffsetDateTime.class).toInstant(),
                    row.getObject("verifies_until", OffsetDateTime.class).toInstant());
        } catch (ParseException e) {
            throw new IllegalStateException("Signing key " + id + " can't be read", e);
        }
    }

    private static String context(String id) {
        return "signing-key:" + id;
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
