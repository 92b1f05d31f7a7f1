package dev.holdfast.platform.secrets;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of sets of keys. Only the program's own transactions reach them. */
@Repository
final class KeysetStore {
    private static final String FIND = """
            select sealed, promote_at from platform.keysets where name = :name
            """;
    private static final String LOCK = """
            select sealed, promote_at from platform.keysets where name = :name for update
            """;
    private static final String INSERT = """
            insert into platform.keysets (name, sealed, changed_at) values (:name, :sealed, :now) on conflict (name) do nothing
            """;
    private static final String UPDATE = """
            update platform.keysets
               set sealed = :sealed, promote_at = cast(:promoteAt as timestamptz), changed_at = :now
             where name = :name
            """;

    private final JdbcClient jdbc;

    KeysetStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Row(byte[] sealed, @Nullable Instant promoteAt) {}

    Optional<Row> find(String name) {
        return jdbc.sql(FIND).param("name", name).query((row, n) -> row(row)).optional();
    }

    Optional<Row> lock(String name) {
        return jdbc.sql(LOCK).param("name", name).query((row, n) -> row(row)).optional();
    }

    /** Adds a set unless another node was quicker. */
    void insert(String name, byte[] sealed, Instant now) {
        jdbc.sql(INSERT)
                .param("name", name)
                .param("sealed", sealed)
                .param("now", at(now))
                .update();
    }

    void update(String name, byte[] sealed, @Nullable Instant promoteAt, Instant now) {
        jdbc.sql(UPDATE)
                .param("name", name)
                .param("sealed", sealed)
                .param("promoteAt", promoteAt == null ? null : at(promoteAt))
                .param("now", at(now))
                .update();
    }

    private static Row row(ResultSet row) throws SQLException {
        OffsetDateTime promote = row.getObject("promote_at", OffsetDateTime.class);
        return new Row(row.getBytes("sealed"), promote == null ? null : promote.toInstant());
    }

    private static OffsetDateTime at(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
