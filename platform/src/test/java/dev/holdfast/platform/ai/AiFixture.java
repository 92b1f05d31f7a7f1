package dev.holdfast.platform.ai;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Origin;
import dev.holdfast.testkit.SettableClock;
import dev.holdfast.testkit.TestDatabase;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.env.MapPropertySource;

/** The AI parts of the platform on a real database, with two people and a space of the first. */
public final class AiFixture implements AutoCloseable {

    public static final UUID ANN = UUID.fromString("00000000-0000-7000-8000-00000000000a");
    public static final UUID BOB = UUID.fromString("00000000-0000-7000-8000-00000000000b");
    public static final UUID SPACE = UUID.fromString("00000000-0000-7000-8000-00000000001a");

    private final TestDatabase database = TestDatabase.fresh("platform");
    private final SettableClock clock = new SettableClock();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    /** Boots with settings beside those of the database. */
    public AiFixture(Map<String, String> settings, Class<?>... more) {
        for (UUID account : List.of(ANN, BOB)) {
            database.asOwner("insert into platform.accounts (id, email, created_at, updated_at) values ('" + account
                    + "', '" + account + "@example.org', now(), now())");
        }
        database.asOwner(
                "insert into platform.spaces (id, kind, name, created_at, updated_at) values ('" + SPACE
                        + "', 'workspace', 'w', now(), now())",
                "insert into platform.members (space_id, account_id, role, created_at) values ('" + SPACE + "', '" + ANN
                        + "', 'owner', now())");
        Map<String, Object> properties = new HashMap<>(database.settings());
        properties.putAll(settings);
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        context.registerBean(SettableClock.class, () -> clock);
        context.register(Composition.class);
        for (Class<?> one : more) {
            context.register(one);
        }
        context.refresh();
    }

    /** A person with no session to check. */
    public static Actor person(UUID account) {
        return new Actor(Actor.Kind.EXTERNAL, account, null, Set.of(), null, new Origin("127.0.0.1", "test", "r"));
    }

    /** A part of it. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** The clock that all of it reads. */
    public SettableClock clock() {
        return clock;
    }

    /** The database under it. */
    public TestDatabase database() {
        return database;
    }

    /** The rows of a query of the tables' owner, columns joined by spaces. */
    public List<String> rows(String sql) {
        try (Connection owner = database.owner();
                Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    cells.add(rows.getString(i));
                }
                lines.add(String.join(" ", cells));
            }
            return lines;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }

    @ComponentScan(
            basePackages = {"dev.holdfast.platform.db", "dev.holdfast.platform.http.limit", "dev.holdfast.platform.ai"})
    @ConfigurationPropertiesScan(
            basePackages = {"dev.holdfast.platform.db", "dev.holdfast.platform.http.limit", "dev.holdfast.platform.ai"})
    static class Composition {

        @Bean
        Ids ids(SettableClock clock) {
            return new Ids(clock, new SecureRandom());
        }
    }
}
