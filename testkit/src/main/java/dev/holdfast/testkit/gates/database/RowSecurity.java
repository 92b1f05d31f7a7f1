package dev.holdfast.testkit.gates.database;

import dev.holdfast.testkit.gates.Violation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Walks the catalog for tables whose rows the app's role could see without a policy, and for the ways around policies:
 * partitions with grants, views with their owner's rights, definer functions with the caller's search path, a role too
 * mighty.
 *
 * @param schemas the schemas to walk
 * @param role the role that requests run as
 * @param open tables, as {@code schema.table}, that the role may use without policy because they hold nobody's data
 */
public record RowSecurity(List<String> schemas, String role, Set<String> open) {
    private static final String ROLE = """
            select rolsuper or rolbypassrls
                or exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                            where c.relowner = r.oid and c.relkind in ('r', 'p') and n.nspname = any (?))
              from pg_roles r where rolname = ?""";
    private static final String TABLES = """
            select format('%I.%I', n.nspname, c.relname),
                   exists (select from pg_attribute a
                            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                              and a.attname in ('space_id', 'space', 'account_id', 'account')),
                   c.relrowsecurity and exists (select from pg_policy p
                                                 where p.polrelid = c.oid and (r.oid = any (p.polroles) or 0 = any (p.polroles))),
                   has_table_privilege(r.oid, c.oid, 'select, insert, update, delete, truncate')
                       or has_any_column_privilege(r.oid, c.oid, 'select, insert, update')
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
             cross join pg_roles r
             where n.nspname = any (?) and r.rolname = ? and c.relkind in ('r', 'p') and not c.relispartition
             order by 1""";
    private static final String PARTITIONS = """
            select format('%I.%I', n.nspname, c.relname), string_agg(distinct g.grantee::regrole::text, ', ')
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
             cross join aclexplode(c.relacl) g
             where n.nspname = any (?) and c.relispartition and c.relkind in ('r', 'p') and g.grantee <> c.relowner
             group by 1 order by 1""";
    private static final String VIEWS = """
            select format('%I.%I', n.nspname, c.relname)
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = any (?) and c.relkind in ('v', 'm')
               and has_table_privilege(cast(? as text), c.oid, 'select')
               and not coalesce(c.reloptions && array ['security_invoker=true', 'security_invoker=on'], false)
             order by 1""";
    private static final String DEFINERS = """
            select format('%I.%I', n.nspname, p.proname)
              from pg_proc p
              join pg_namespace n on n.oid = p.pronamespace
             where n.nspname = any (?) and p.prosecdef
               and not exists (select from unnest(p.proconfig) s where s like 'search_path=%')
             order by 1""";

    /** What lets rows out, sorted. */
    public List<Violation> violations(Connection connection) throws SQLException {
        List<List<String>> mighty = rows(connection, ROLE, true);
        if (mighty.isEmpty()) {
            return List.of(new Violation(role, "role", "does not exist"));
        }
        Set<Violation> violations = new TreeSet<>();
        if (mighty.getFirst().getFirst().equals("t")) {
            violations.add(new Violation(role, "role", "is superuser, bypasses row security or owns tables"));
        }
        tables(connection, violations);
        String partition = "is a partition and has grants, to %s: policies of the parent don't hold on it";
        for (List<String> row : rows(connection, PARTITIONS, false)) {
            violations.add(new Violation(row.get(0), "partition-grant", partition.formatted(row.get(1))));
        }
        for (List<String> row : rows(connection, VIEWS, true)) {
            violations.add(
                    new Violation(row.get(0), "view", "is read with its owner's rights: add security_invoker=true"));
        }
        for (List<String> row : rows(connection, DEFINERS, false)) {
            violations.add(new Violation(row.get(0), "definer", "runs with its owner's rights: set its search_path"));
        }
        return List.copyOf(violations);
    }

    private void tables(Connection connection, Set<Violation> violations) throws SQLException {
        Set<String> unneeded = new TreeSet<>(open);
        for (List<String> row : rows(connection, TABLES, true)) {
            String table = row.get(0);
            boolean personal = row.get(1).equals("t");
            boolean guarded = row.get(2).equals("t");
            boolean reachable = row.get(3).equals("t");
            if (guarded || !personal && !reachable) {
                continue;
            }
            if (personal) {
                String message = "names a space or account: enable row level security with a policy for " + role;
                violations.add(new Violation(table, "row-security", message));
            } else if (!unneeded.remove(table)) {
                String message = role + " may use it without any policy: add one, or list it as open";
                violations.add(new Violation(table, "row-security", message));
            }
        }
        unneeded.forEach(table -> violations.add(new Violation(table, "open-table", "needn't be listed as open")));
    }

    private List<List<String>> rows(Connection connection, String sql, boolean withRole) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
            if (withRole) {
                statement.setString(2, role);
            }
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int at = 1; at <= result.getMetaData().getColumnCount(); at++) {
                        row.add(String.valueOf(result.getString(at)));
                    }
                    rows.add(row);
                }
            }
        }
        return rows;
    }
}
