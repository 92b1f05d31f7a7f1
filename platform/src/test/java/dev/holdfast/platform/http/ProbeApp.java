package dev.holdfast.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.Texts;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.TestDatabase;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.persistence.autoconfigure.PersistenceExceptionTranslationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/** The platform with the probe's routes, where an account's id is its token. */
public final class ProbeApp {
    public static final UUID ANN = UUID.fromString("00000000-0000-7000-8000-00000000000a");
    public static final UUID ROOT = UUID.fromString("00000000-0000-7000-8000-00000000000f");

    private ProbeApp() {}

    /** What is booted: the packages of HTTP and of the database alone. */
    @EnableAutoConfiguration(exclude = PersistenceExceptionTranslationAutoConfiguration.class)
    @ComponentScan(
            basePackages = {
                "dev.holdfast.platform.http",
                "dev.holdfast.platform.db",
                "dev.holdfast.platform.loops",
                "dev.holdfast.platform.secrets"
            },
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*[.]secrets[.][a-z]+[.].*"))
    @ConfigurationPropertiesScan("dev.holdfast.platform")
    static class Composition {
        @Bean
        SecureRandom random() {
            return new SecureRandom();
        }

        @Bean
        Ids ids(InstantSource clock, SecureRandom random) {
            return new Ids(clock, random);
        }

        @Bean
        Authentication probeAuthentication() {
            return (bearer, origin) -> {
                UUID account = Texts.uuid(bearer.replace("key:", ""));
                if (account == null) {
                    throw new Problem(Code.UNAUTHENTICATED, "No such token.");
                }
                Actor.Kind kind = bearer.startsWith("key:") ? Actor.Kind.API_KEY : Actor.Kind.SESSION;
                return new Actor(
                        kind, account, null, kind == Actor.Kind.API_KEY ? Set.of("other") : Set.of(), null, origin);
            };
        }
    }

    private static final class Shared {
        static final TestApp APP = start(Map.of());
    }

    /** The program with default settings, booted once for all tests of a run. */
    public static TestApp running() {
        return Shared.APP;
    }

    /** The program with further settings; the caller closes it. */
    public static TestApp start(Map<String, String> settings, Class<?>... further) {
        TestDatabase database = TestDatabase.fresh("platform");
        for (UUID account : Set.of(ANN, ROOT)) {
            database.asOwner("insert into platform.accounts (id, admin, created_at, updated_at) values ('" + account
                    + "', " + account.equals(ROOT) + ", now(), now())");
        }
        Class<?>[] configurations = new Class<?>[further.length + 1];
        configurations[0] = Composition.class;
        System.arraycopy(further, 0, configurations, 1, further.length);
        return TestApp.start(database, settings, configurations);
    }

    /** Fails unless the answer is a whole problem document with this status and code. */
    public static Answer refused(int status, String code, Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).as(answer.toString()).startsWith("application/problem+json");
        assertThat(answer.json().get("code").asString()).as(answer.toString()).isEqualTo(code);
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        for (String member : Set.of("type", "title", "detail", "instance")) {
            assertThat(answer.json().has(member)).as(member + " in " + answer).isTrue();
        }
        return answer;
    }
}
