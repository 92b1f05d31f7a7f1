package dev.holdfast.testkit.gates.database;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import dev.holdfast.testkit.gates.Violation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Plans every SQL constant of the {@code *Store} classes against a migrated database, PostgreSQL 16 or newer. */
public final class Statements {
    /** What EXPLAIN takes; comments may come first. */
    private static final Pattern PLANNABLE = Pattern.compile(
            "(?is)(?:\\s|--[^\\n]*\\n|/\\*.*?\\*/)*(?:select|insert|update|delete|with|merge|values)\\s.+");

    private Statements() {}

    /**
     * A constant that holds SQL.
     *
     * @param name class and field
     * @param sql with named parameters
     */
    public record Constant(String name, String sql) {}

    /** The SQL constants of all classes whose name ends in {@code Store}, whatever their visibility, sorted by name. */
    public static List<Constant> find(JavaClasses classes) {
        List<Constant> constants = new ArrayList<>();
        for (JavaClass each : classes) {
            if (each.getSimpleName().endsWith("Store")) {
                constants.addAll(constantsOf(each.reflect()));
            }
        }
        constants.sort(Comparator.comparing(Constant::name));
        return constants;
    }

    /**
     * Plans the statements; nothing is executed and nothing stays.
     *
     * @param connection with {@code preferQueryMode=simple}: the extended protocol takes {@code $1} for its own
     */
    public static List<Violation> violations(List<Constant> constants, Connection connection) throws SQLException {
        List<Violation> violations = new ArrayList<>();
        connection.setAutoCommit(false);
        for (Constant constant : constants) {
            try (Statement statement = connection.createStatement()) {
                boolean planned =
                        statement.execute("explain (generic_plan) " + NamedParameters.numbered(constant.sql()));
                if (!planned || statement.getMoreResults() || statement.getUpdateCount() != -1) {
                    violations.add(new Violation(constant.name(), "statement", "must be one statement"));
                }
            } catch (SQLException e) {
                violations.add(new Violation(constant.name(), "statement", String.valueOf(e.getMessage())));
            } finally {
                connection.rollback();
            }
        }
        return violations;
    }

    private static List<Constant> constantsOf(Class<?> store) {
        List<Constant> constants = new ArrayList<>();
        for (Field field : store.getDeclaredFields()) {
            int modifiers = field.getModifiers();
            if (field.getType() != String.class || !Modifier.isStatic(modifiers) || !Modifier.isFinal(modifiers)) {
                continue;
            }
            field.setAccessible(true);
            try {
                String text = (String) field.get(null);
                if (text != null && PLANNABLE.matcher(text).matches()) {
                    constants.add(new Constant(store.getName() + "." + field.getName(), text));
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        return constants;
    }
}
