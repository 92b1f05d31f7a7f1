package dev.holdfast.testkit.gates.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A database's schema as text, the same from PostgreSQL 15 to 18: tables, columns, constraints, indexes, policies, grants,
 * functions, types. Left out: partitions, whose number follows the clock, the migrations' own tables, and what owners may do
 * with what is theirs.
 */
public final class SchemaText {
    /** Each answers with rows of an object's heading and a line about it, in the order in which they are printed. */
    private static final List<String> QUERIES =
            List.of("""
            select format('schema %I', nspname), ''
              from pg_namespace where nspname = any (?)""", """
            select format('schema %I', n.nspname), format('grant %s: %s', r.who, r.what)
              from pg_namespace n
             cross join lateral (
                   select case g.grantee when 0 then 'public' else pg_get_userbyid(g.grantee) end as who,
                          string_agg(lower(g.privilege_type), ', ' order by g.privilege_type) as what
                     from aclexplode(n.nspacl) g where g.grantee <> n.nspowner group by g.grantee) r
             where n.nspname = any (?) order by 1, 2""", """
            select format('extension %I', e.extname), format('in %I', n.nspname)
              from pg_extension e join pg_namespace n on n.oid = e.extnamespace
             where cast(? as text[]) is not null and e.extname <> 'plpgsql'""", """
            select format('type %I.%I', n.nspname, t.typname),
                   case t.typtype when 'd' then 'domain over ' || format_type(t.typbasetype, t.typtypmod)
                        else 'enum ' || (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder)
                                           from pg_enum where enumtypid = t.oid) end
              from pg_type t join pg_namespace n on n.oid = t.typnamespace
             where n.nspname = any (?) and t.typtype in ('d', 'e')""", """
            select format('sequence %I.%I', n.nspname, c.relname), ''
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = any (?) and c.relkind = 'S'
               and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'i')""", """
            select format('%s %I.%I', case c.relkind when 'v' then 'view' when 'm' then 'view' else 'table' end,
                          n.nspname, c.relname),
                   concat_ws(', ', case when c.relkind = 'm' then 'materialized' end,
                                   case when c.relpersistence = 'u' then 'unlogged' end,
                                   case when c.relkind = 'p' then 'partition by ' || pg_get_partkeydef(c.oid) end,
                                   case when c.relkind in ('r', 'p') then
                                       case when c.relrowsecurity then 'row security' else 'no row security' end end,
                                   case when c.relforcerowsecurity then 'forced on the owner' end,
                                   array_to_string(c.reloptions, ', '))
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = any (?) and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
               and c.relname <> 'migrations'""", """
            select format('%s %I.%I', case when c.relkind in ('v', 'm') then 'view' else 'table' end, n.nspname, c.relname),
                   concat_ws(' ', 'column', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
                             case when a.attnotnull then 'not null' end,
                             case a.attidentity when 'a' then 'identity always' when 'd' then 'identity by default' end,
                             case when a.attgenerated <> '' then 'generated' when d.oid is not null then 'default' end,
                             pg_get_expr(d.adbin, d.adrelid))
              from pg_attribute a
              join pg_class c on c.oid = a.attrelid
              join pg_namespace n on n.oid = c.relnamespace
              left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
             where n.nspname = any (?) and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
               and c.relname <> 'migrations' and a.attnum > 0 and not a.attisdropped
             order by 1, a.attnum""", """
            select format('table %I.%I', n.nspname, c.relname),
                   format('constraint %I %s', k.conname, pg_get_constraintdef(k.oid))
              from pg_constraint k
              join pg_class c on c.oid = k.conrelid
              join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = any (?) and not c.relispartition and c.relname <> 'migrations'
               and k.contype in ('c', 'f', 'p', 'u', 'x')
             order by 1, k.conname""", """
            select format('table %I.%I', n.nspname, c.relname), pg_get_indexdef(i.indexrelid)
              from pg_index i
              join pg_class c on c.oid = i.indrelid
              join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = any (?) and not c.relispartition and c.relname <> 'migrations'
               and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
             order by 1, 2""", """
            select format('table %I.%I', n.nspname, c.relname), pg_get_triggerdef(t.oid)
              from pg_trigger t
              join pg_class c on c.oid = t.tgrelid
              join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = any (?) and not c.relispartition and not t.tgisinternal
             order by 1, 2""", """
            select format('table %I.%I', n.nspname, c.relname),
                   concat_ws(' ', 'policy', quote_ident(p.polname),
                             case when not p.polpermissive then 'restrictive' end, 'for',
                             case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
                                           when 'd' then 'delete' else 'all' end, 'to',
                             (select string_agg(w.who, ', ' order by w.who)
                                from (select case r when 0 then 'public' else pg_get_userbyid(r) end as who
                                        from unnest(p.polroles) r) w),
                             'using ' || pg_get_expr(p.polqual, p.polrelid),
                             'check ' || pg_get_expr(p.polwithcheck, p.polrelid))
              from pg_policy p
              join pg_class c on c.oid = p.polrelid
              join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = any (?) and not c.relispartition
             order by 1, p.polname""", """
            select format('%s %I.%I', case c.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'view'
                                                     else 'table' end, n.nspname, c.relname),
                   format('grant %s: %s', r.who, r.what)
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
             cross join lateral (
                   select case g.grantee when 0 then 'public' else pg_get_userbyid(g.grantee) end as who,
                          string_agg(lower(g.privilege_type), ', ' order by g.privilege_type) as what
                     from aclexplode(c.relacl) g
                    where g.grantee <> c.relowner and g.privilege_type <> 'MAINTAIN' group by g.grantee) r
             where n.nspname = any (?) and not c.relispartition and c.relkind in ('r', 'p', 'v', 'm', 'S')
             order by 1, 2""", """
            select format('table %I.%I', n.nspname, c.relname), format('grant %s: %s (%s)', r.who, r.what, r.columns)
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
             cross join lateral (
                   select case g.grantee when 0 then 'public' else pg_get_userbyid(g.grantee) end as who,
                          lower(g.privilege_type) as what, string_agg(a.attname, ', ' order by a.attnum) as columns
                     from pg_attribute a cross join aclexplode(a.attacl) g
                    where a.attrelid = c.oid and not a.attisdropped and g.grantee <> c.relowner
                    group by g.grantee, g.privilege_type) r
             where n.nspname = any (?) and not c.relispartition
             order by 1, 2""", """
            select format('function %I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
                   concat_ws(' ', case p.prokind when 'f' then 'returns ' || pg_get_function_result(p.oid)
                                                 when 'p' then 'procedure' when 'a' then 'aggregate' else 'window' end,
                             'language', l.lanname,
                             case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
                             case when p.proisstrict then 'strict' end, case when p.proleakproof then 'leakproof' end,
                             case when p.prosecdef then 'security definer of ' || pg_get_userbyid(p.proowner) end,
                             'set ' || array_to_string(p.proconfig, ', '))
              from pg_proc p
              join pg_namespace n on n.oid = p.pronamespace
              join pg_language l on l.oid = p.prolang
             where n.nspname = any (?)
               and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')""", """
            select format('function %I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
                   'grant ' || case g.grantee when 0 then 'public' else pg_get_userbyid(g.grantee) end || ': execute'
              from pg_proc p
              join pg_namespace n on n.oid = p.pronamespace
             cross join aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
             where n.nspname = any (?) and g.grantee <> p.proowner
               and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
             order by 1, 2""");

    private SchemaText() {}

    /** Describes the given schemas. Leaves the connection's search path changed, so that every name is written in full. */
    public static String of(Connection connection, List<String> schemas) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set search_path = pg_catalog");
        }
        Map<String, List<String>> linesByObject = new TreeMap<>();
        for (String query : QUERIES) {
            try (PreparedStatement statement = connection.prepareStatement(query)) {
                statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        List<String> lines = linesByObject.computeIfAbsent(rows.getString(1), key -> new ArrayList<>());
                        String line = rows.getString(2).replaceAll("\\s+", " ").trim();
                        if (!line.isEmpty()) {
                            lines.add("  " + line + "\n");
                        }
                    }
                }
            }
        }
        return linesByObject.entrySet().stream()
                .map(object -> object.getKey() + "\n" + String.join("", object.getValue()))
                .collect(Collectors.joining("\n"));
    }
}
