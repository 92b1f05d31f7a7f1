package dev.holdfast.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.Problem;
import dev.holdfast.testkit.SettableClock;
import dev.holdfast.testkit.TestDatabase;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.env.MapPropertySource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

final class TransactionsTest {
    private static final UUID ANN = UUID.fromString("00000000-0000-7000-8000-00000000000a");
    private static final UUID BOB = UUID.fromString("00000000-0000-7000-8000-00000000000b");
    private static final UUID ANNS_SESSION = UUID.fromString("00000000-0000-7000-8000-0000000000aa");
    private static final UUID ANNS_SPACE = UUID.fromString("00000000-0000-7000-8000-00000000001a");
    private static final UUID BOBS_SPACE = UUID.fromString("00000000-0000-7000-8000-00000000001b");
    private static final Origin HERE = new Origin("127.0.0.1", "test", "r1");

    private static AnnotationConfigApplicationContext context;
    private static Transactions transactions;
    private static JdbcClient jdbc;

    @ComponentScan
    @EnableConfigurationProperties(DatabaseSettings.class)
    static class Composition {
        @Bean
        InstantSource clock() {
            return new SettableClock();
        }
    }

    @BeforeAll
    static void boot() {
        TestDatabase database = TestDatabase.fresh("platform");
        database.asOwner(
                "insert into platform.accounts (id, email, created_at, updated_at) values ('" + ANN
                        + "', 'ann@example.org', now(), now())",
                "insert into platform.accounts (id, email, created_at, updated_at) values ('" + BOB
                        + "', 'bob@example.org', now(), now())",
                "insert into platform.sessions values ('" + ANNS_SESSION + "', '" + ANN
                        + "', 'ua', 'ip', now(), now(), now() + interval '1 day')");
        for (UUID space : List.of(ANNS_SPACE, BOBS_SPACE)) {
            UUID owner = space.equals(ANNS_SPACE) ? ANN : BOB;
            database.asOwner(
                    "insert into platform.spaces (id, kind, name, created_at, updated_at) values ('" + space
                            + "', 'workspace', 'w', now(), now())",
                    "insert into platform.members values ('" + space + "', '" + owner + "', 'owner', now())");
        }
        context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.copyOf(database.settings())));
        context.register(Composition.class);
        context.refresh();
        transactions = context.getBean(Transactions.class);
        jdbc = context.getBean(JdbcClient.class);
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Test
    void showsOnlyTheActorsSpaces() {
        Optional<String> own = transactions.read(ann(), tx -> tx.role(ANNS_SPACE));
        Optional<String> foreign = transactions.read(ann(), tx -> tx.role(BOBS_SPACE));
        assertThat(own).contains("owner");
        assertThat(foreign).isEmpty();
        assertThat(spacesSeenBy(ann())).containsExactly(ANNS_SPACE);
        assertThat(spacesSeenBy(Actor.anonymous(HERE))).isEmpty();
        assertThat(spacesSeenBy(Actor.system("test"))).containsExactlyInAnyOrder(ANNS_SPACE, BOBS_SPACE);
    }

    @Test
    void forgetsTheActorWithTheTransaction() {
        assertThat(spacesSeenBy(Actor.system("test"))).hasSize(2);
        assertThat(spacesSeenBy(Actor.anonymous(HERE))).isEmpty();
    }

    @Test
    void refusesAnEndedSession() {
        Actor stranger = Actor.session(ANN, BOB, HERE);
        assertThatThrownBy(() -> transactions.read(stranger, Tx::now))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo(Code.UNAUTHENTICATED));
    }

    @Test
    void refusesStoresOutsideOfATransaction() {
        assertThatThrownBy(() -> jdbc.sql("select 1").query().singleRow())
                .hasStackTraceContaining("outside of Transactions");
    }

    @Test
    void refusesAVerbInsideAVerb() {
        assertThatThrownBy(() -> transactions.read(ann(), tx -> transactions.read(ann(), Tx::now)))
                .hasMessageContaining("a verb inside a verb");
    }

    @Test
    void refusesAMarkInAnotherSpace() {
        assertThatThrownBy(() -> transactions.write(ann(), tx -> {
                    tx.mark(Change.delete(BOBS_SPACE, "document", ANN));
                    return true;
                }))
                .isInstanceOf(DataAccessException.class)
                .hasStackTraceContaining("row-level security");
    }

    @Test
    void refusesWhatTheRoleHasNoRightTo() {
        assertThatThrownBy(() -> transactions.read(
                        ann(),
                        tx -> jdbc.sql("select password_hash from platform.accounts")
                                .query()
                                .listOfRows()))
                .isInstanceOf(DataAccessException.class)
                .hasStackTraceContaining("permission denied for table accounts");
    }

    private static List<UUID> spacesSeenBy(Actor actor) {
        return transactions.read(
                actor,
                tx -> jdbc.sql("select id from platform.spaces")
                        .query(UUID.class)
                        .list());
    }

    private static Actor ann() {
        return Actor.session(ANN, ANNS_SESSION, HERE);
    }
}
