package dev.holdfast.notes;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of notes. */
final class NoteStore {
    static final String[] SCHEMA = {
        "create schema notes",
        "create table notes.notes (id uuid primary key, space_id uuid not null, text text not null, revision bigint not null,"
                + " etag text not null, deleted boolean not null)",
        "alter table notes.notes enable row level security",
        "create policy member on notes.notes to holdfast_app using (space_id = any ((select platform.current_spaces())::uuid[]))",
        "grant usage on schema notes to holdfast_app",
        "grant select, insert, update on notes.notes to holdfast_app"
    };

    private static final String WRITE = """
            insert into notes.notes as n (id, space_id, text, revision, etag, deleted)
            values (:id, :space, :text, 1, :etag, :deleted)
            on conflict (id) do update
               set text = excluded.text, revision = n.revision + 1, etag = excluded.etag, deleted = excluded.deleted
            returning *
            """;
    private static final String LOAD = """
            select * from notes.notes where id = any (:ids) and not deleted
            """;
    private static final String PAUSE = """
            select cast(pg_sleep(:seconds) as text)
            """;

    private final JdbcClient jdbc;

    NoteStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Note write(UUID space, UUID id, String text, String etag, boolean deleted) {
        return jdbc.sql(WRITE)
                .param("id", id)
                .param("space", space)
                .param("text", text)
                .param("etag", etag)
                .param("deleted", deleted)
                .query((row, n) -> note(row))
                .single();
    }

    Optional<Note> find(UUID id) {
        return load(List.of(id)).stream().findFirst();
    }

    List<Note> load(Collection<UUID> ids) {
        return jdbc.sql(LOAD)
                .param("ids", ids.toArray(UUID[]::new))
                .query((row, n) -> note(row))
                .list();
    }

    void pause(long millis) {
        jdbc.sql(PAUSE).param("seconds", millis / 1_000.0).query().singleRow();
    }

    private static Note note(ResultSet row) throws SQLException {
        return new Note(
                row.getObject("id", UUID.class),
                row.getObject("space_id", UUID.class),
                row.getString("text"),
                row.getLong("revision"),
                row.getString("etag"),
                row.getBoolean("deleted"));
    }
}
