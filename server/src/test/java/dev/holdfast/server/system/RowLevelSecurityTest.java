package dev.holdfast.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Hostile statements under row-level security on every relation that the role of requests has a right on. */
final class RowLevelSecurityTest {
    private static final String NOBODY = UUID.nameUUIDFromBytes(new byte[] {1}).toString();

    private final House house = House.running();
    private final Household household = new Household();

    @Test
    void noQueryOfAStrangerSeesARowOfOthers() throws SQLException {
        List<String> marks = household.marks();
        List<String> faults = new ArrayList<>();
        int seen = 0;
        try (Connection connection = house.login();
                Statement statement = connection.createStatement()) {
            enter(connection, Household.personId("stranger"), "{}");
            for (String query : selects()) {
                try (ResultSet rows = statement.executeQuery(query)) {
                    while (rows.next()) {
                        seen++;
                        String row = rows.getString(1);
                        marks.stream()
                                .filter(row::contains)
                                .forEach(mark -> faults.add(query + " shows " + mark + " in " + row));
                    }
                }
            }
        }
        assertThat(faults).isEmpty();
        assertThat(seen).as("rows that are the stranger's own").isPositive();
        assertThat(visibleTo(Household.personId("owner"), household.values.getOrDefault("workspaceId", "")))
                .isGreaterThan(5);
    }

    @Test
    void nobodySeesNothing() throws SQLException {
        List<String> faults = new ArrayList<>();
        List<String> queries = new ArrayList<>(selects());
        // Which history the numbers of the feed belong to: one value of the whole server, and no other column.
        assertThat(queries.remove("select to_jsonb(r)::text from (select epoch from platform.feed) r"))
                .isTrue();
        for (String account : List.of("", NOBODY)) {
            try (Connection connection = house.login();
                    Statement statement = connection.createStatement()) {
                enter(connection, account, "");
                for (String query : queries) {
                    try (ResultSet rows = statement.executeQuery(query)) {
                        if (rows.next()) {
                            faults.add(query + " shows to '" + account + "' " + rows.getString(1));
                        }
                    }
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void nobodyChangesOrDeletesAnything() throws SQLException {
        List<String> faults = new ArrayList<>();
        List<String> statements = new ArrayList<>(house.texts("""
                select format('delete from %s', c.oid::regclass) from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where n.nspname in ('platform', 'documents') and c.relkind in ('r', 'p', 'v')
                   and has_table_privilege('holdfast_app', c.oid, 'delete')
                """));
        statements.addAll(house.texts("""
                select format('update %s set %I = null', c.oid::regclass, min(a.attname))
                  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
                 where n.nspname in ('platform', 'documents') and c.relkind in ('r', 'p', 'v')
                   and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
                   and has_column_privilege('holdfast_app', c.oid, a.attnum, 'update')
                 group by c.oid
                """));
        assertThat(statements).hasSizeGreaterThan(10);
        try (Connection connection = house.login();
                Statement statement = connection.createStatement()) {
            for (String text : statements) {
                enter(connection, NOBODY, "{}");
                try {
                    int rows = statement.executeUpdate(text);
                    if (rows != 0) {
                        faults.add(text + " hits " + rows);
                    }
                } catch (SQLException e) {
                    faults.add(text + ": " + e.getMessage());
                }
                connection.rollback();
            }
        }
        assertThat(faults).isEmpty();
    }

    private int visibleTo(String account, String space) throws SQLException {
        int visible = 0;
        try (Connection connection = house.login();
                Statement statement = connection.createStatement()) {
            enter(connection, account, "{" + space + "}");
            for (String query : selects()) {
                try (ResultSet rows = statement.executeQuery(query)) {
                    visible += rows.next() ? 1 : 0;
                }
            }
        }
        return visible;
    }

    /** One query a relation, over those columns that the role may read. */
    private List<String> selects() {
        List<String> queries = house.texts("""
                select format('select to_jsonb(r)::text from (select %s from %s) r', string_agg(format('%I', a.attname), ', '), c.oid::regclass)
                  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
                 where n.nspname in ('platform', 'documents') and c.relkind in ('r', 'p', 'v', 'm') and a.attnum > 0 and not a.attisdropped
                   and has_column_privilege('holdfast_app', c.oid, a.attnum, 'select')
                 group by c.oid
                """);
        assertThat(queries).hasSizeGreaterThan(15);
        return queries;
    }

    /** Begins a transaction as requests enter it. */
    private static void enter(Connection connection, String account, String spaces) throws SQLException {
        connection.setAutoCommit(false);
        try (var enter = connection.prepareStatement("select set_config('role', 'holdfast_app', true),"
                + " set_config('holdfast.user', ?, true), set_config('holdfast.spaces', ?, true)")) {
            enter.setString(1, account);
            enter.setString(2, spaces);
            enter.executeQuery().close();
        }
    }
}
