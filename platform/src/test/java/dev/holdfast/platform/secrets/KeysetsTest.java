package dev.holdfast.platform.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.PlatformConfiguration;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sealed values through rotations and changes of the master key, on two nodes over one database. */
final class KeysetsTest {
    private static final Actor SYSTEM = Actor.system("test");
    private static final byte[] PLAIN = "marker-4711".getBytes(StandardCharsets.UTF_8);

    private static TestDatabase database;
    private static TestApp one;
    private static TestApp two;

    @BeforeAll
    static void boot() {
        database = TestDatabase.fresh("platform");
        one = TestApp.start(database, Map.of(), PlatformConfiguration.class);
        two = TestApp.start(database, Map.of(), PlatformConfiguration.class);
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
    }

    @Test
    void opensWhatAnotherNodeSealedAndNothingElse() {
        byte[] sealed = sealer(one).seal(PLAIN, "a:1");

        assertThat(sealer(two).open(sealed, "a:1")).isEqualTo(PLAIN);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("marker");
        assertThatThrownBy(() -> sealer(two).open(sealed, "a:2")).isInstanceOf(IllegalStateException.class);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> sealer(one).open(changed, "a:1"))
                    .as("byte changed")
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> sealer(one).open(new byte[0], "a:1")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void rotatesWithoutAMomentInWhichANodeCannotOpen() {
        byte[] old = sealer(one).seal(PLAIN, "a:1");
        byte[] hash = one.bean(Macs.class).compute(PLAIN);
        byte[] oldPrefix = sealer(one).currentPrefix();
        one.bean(Transactions.class).write(SYSTEM, tx -> one.bean(Keysets.class).rotate(tx));

        keysets(one).refresh();
        assertThat(sealer(one).currentPrefix())
                .as("not before every node has read it")
                .isEqualTo(oldPrefix);
        keysets(two).refresh();
        one.clock().advance(Duration.ofMinutes(3));
        keysets(one).refresh();
        byte[] fresh = sealer(one).seal(PLAIN, "a:1");

        assertThat(sealer(one).currentPrefix()).isNotEqualTo(oldPrefix);
        assertThat(Arrays.copyOf(fresh, 6)).isEqualTo(sealer(one).currentPrefix());
        assertThat(sealer(two).open(fresh, "a:1"))
                .as("a node that still seals with the old key")
                .isEqualTo(PLAIN);
        assertThat(sealer(two).open(old, "a:1")).isEqualTo(PLAIN);
        assertThat(sealer(one).open(old, "a:1")).isEqualTo(PLAIN);
        assertThat(one.bean(Macs.class).verify(hash, PLAIN)).isTrue();
        assertThat(one.bean(Macs.class).verify(hash, new byte[1])).isFalse();
        assertThat(two.bean(Macs.class).verify(one.bean(Macs.class).compute(PLAIN), PLAIN))
                .isTrue();
        assertThat(Arrays.copyOf(sealer(one).reseal(old, "a:1"), 6))
                .isEqualTo(sealer(one).currentPrefix());
        one.clock().reset();
    }

    @Test
    void anotherMasterKeyTakesOverFromTheOneBefore() {
        String next =
                Base64.getEncoder().encodeToString("another-master-key-of-32-bytes!!".getBytes(StandardCharsets.UTF_8));
        String before = one.context().getEnvironment().getRequiredProperty("holdfast.secrets.master-key");
        TestDatabase own = TestDatabase.fresh("platform");
        byte[] sealed;
        try (TestApp app = TestApp.start(own, Map.of(), PlatformConfiguration.class)) {
            sealed = sealer(app).seal(PLAIN, "a:1");
        }
        assertThatThrownBy(() ->
                        TestApp.start(own, Map.of("holdfast.secrets.master-key", next), PlatformConfiguration.class))
                .hasStackTraceContaining("don't open with this master key");
        Map<String, String> both =
                Map.of("holdfast.secrets.master-key", next, "holdfast.secrets.previous-master-key", before);
        try (TestApp app = TestApp.start(own, both, PlatformConfiguration.class)) {
            assertThat(sealer(app).open(sealed, "a:1")).isEqualTo(PLAIN);
        }
        try (TestApp app =
                TestApp.start(own, Map.of("holdfast.secrets.master-key", next), PlatformConfiguration.class)) {
            assertThat(sealer(app).open(sealed, "a:1")).isEqualTo(PLAIN);
        }
    }

    @Test
    void secretsNeverPrint() {
        assertThat(Secret.of("marker-4711")).hasToString("[secret]");
        assertThat(String.valueOf(one.bean(SecretsSettings.class))).doesNotContain("master-key-of");
    }

    private static Sealer sealer(TestApp app) {
        return app.bean(Sealer.class);
    }

    private static Keysets keysets(TestApp app) {
        return app.bean(Keysets.class);
    }
}
