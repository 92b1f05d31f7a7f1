package dev.holdfast.testkit.gates.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.holdfast.testkit.TestDatabase;
import dev.holdfast.testkit.gates.Violation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseGatesTest {
    private static final String ROLE = "gate_app";

    private final TestDatabase database = TestDatabase.fresh();

    @BeforeEach
    void buildSchema() {
        database.asOwner(
                "drop role if exists gate_app",
                "create role gate_app nologin",
                "create schema gate",
                "grant usage on schema gate to gate_app",
                "create table gate.thing (id uuid primary key, space_id uuid not null, name text default 'x' check (length(name) < 9))",
                "create index thing_name on gate.thing (space_id, name)",
                "alter table gate.thing enable row level security",
                "create policy member on gate.thing to gate_app using (space_id = nullif(current_setting('a.b', true), '')::uuid)",
                "grant select, update (name) on gate.thing to gate_app",
                "create table gate.log (at timestamptz not null, space_id uuid) partition by range (at)",
                "create table gate.log_1 partition of gate.log for values from ('2020-01-01') to ('2021-01-01')",
                "alter table gate.log enable row level security",
                "create policy closed on gate.log to gate_app using (false)",
                "grant select on gate.log to gate_app",
                "create function gate.safe() returns int language sql security definer set search_path = gate, pg_temp as 'select 1'");
    }

    @AfterEach
    void dropRole() {
        database.asOwner("drop schema gate cascade", "drop role gate_app");
    }

    @Test
    void findsNothingInAGuardedSchema() throws SQLException {
        assertThat(rowSecurity(Set.of())).isEmpty();
    }

    @Test
    void refusesTablesWithSpacesButNoPolicy() throws SQLException {
        database.asOwner(
                "create table gate.unguarded (account_id uuid)",
                "create table gate.off (space uuid)",
                "create policy p on gate.off to gate_app using (true)",
                "create table gate.others (space_id uuid)",
                "alter table gate.others enable row level security",
                "create policy p on gate.others to holdfast_owner using (true)");

        assertThat(rowSecurity(Set.of()))
                .containsExactly("gate.off row-security", "gate.others row-security", "gate.unguarded row-security");
    }

    @Test
    void refusesOpenTablesUnlessListed() throws SQLException {
        database.asOwner("create table gate.words (word text)", "grant select (word) on gate.words to gate_app");

        assertThat(rowSecurity(Set.of())).containsExactly("gate.words row-security");
        assertThat(rowSecurity(Set.of("gate.words"))).isEmpty();
        assertThat(rowSecurity(Set.of("gate.words", "gate.gone"))).containsExactly("gate.gone open-table");
    }

    @Test
    void refusesWaysAroundPolicies() throws SQLException {
        database.asOwner(
                "grant select on gate.log_1 to gate_app",
                "create view gate.all_things as select * from gate.thing",
                "create view gate.my_things with (security_invoker = true) as select * from gate.thing",
                "grant select on gate.all_things, gate.my_things to gate_app",
                "create function gate.trap() returns int language sql security definer as 'select 1'");

        assertThat(rowSecurity(Set.of()))
                .containsExactly("gate.all_things view", "gate.log_1 partition-grant", "gate.trap definer");
    }

    @Test
    void refusesARoleTooMightyOrMissing() throws SQLException {
        try (Connection connection = database.owner()) {
            assertThat(new RowSecurity(List.of("gate"), TestDatabase.OWNER, Set.of()).violations(connection))
                    .extracting(Violation::rule)
                    .contains("role");
            assertThat(new RowSecurity(List.of("gate"), "nobody", Set.of()).violations(connection))
                    .extracting(Violation::where)
                    .contains("nobody");
        }
    }

    @Test
    void plansStatementsAndNamesThoseThatFail() throws SQLException {
        List<Statements.Constant> constants =
                Statements.find(new ClassFileImporter().importClasses(SampleStore.class, DatabaseGatesTest.class));
        String store = SampleStore.class.getName();
        assertThat(constants)
                .extracting(Statements.Constant::name)
                .containsExactly(store + ".GOOD", store + ".LOST_COLUMN", store + ".TWO");

        try (Connection connection = DriverManager.getConnection(
                database.url() + "?preferQueryMode=simple", TestDatabase.OWNER, TestDatabase.PASSWORD)) {
            List<Violation> violations = Statements.violations(constants, connection);
            assertThat(violations).extracting(Violation::where).containsExactly(store + ".LOST_COLUMN", store + ".TWO");
            assertThat(violations.getFirst().message()).contains("gone");
        }
    }

    @Test
    void writesTheSchemaDown() throws SQLException {
        try (Connection connection = database.owner()) {
            assertThat(SchemaText.of(connection, List.of("gate"))).isEqualTo("""
                    function gate.safe()
                      returns integer language sql volatile security definer of holdfast_owner set search_path=gate, pg_temp
                      grant public: execute

                    schema gate
                      grant gate_app: usage

                    table gate.log
                      partition by RANGE (at), row security
                      column at timestamp with time zone not null
                      column space_id uuid
                      policy closed for all to gate_app using false
                      grant gate_app: select

                    table gate.thing
                      row security
                      column id uuid not null
                      column space_id uuid not null
                      column name text default 'x'::text
                      constraint thing_name_check CHECK ((length(name) < 9))
                      constraint thing_pkey PRIMARY KEY (id)
                      CREATE INDEX thing_name ON gate.thing USING btree (space_id, name)
                      policy member for all to gate_app using (space_id = (NULLIF(current_setting('a.b'::text, true), ''::text))::uuid)
                      grant gate_app: select
                      grant gate_app: update (name)
                    """);
        }
    }

    private List<String> rowSecurity(Set<String> open) throws SQLException {
        try (Connection connection = database.owner()) {
            return new RowSecurity(List.of("gate"), ROLE, open)
                    .violations(connection).stream()
                            .map(violation -> violation.where() + " " + violation.rule())
                            .toList();
        }
    }
}
