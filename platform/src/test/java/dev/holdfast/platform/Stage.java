package dev.holdfast.platform;

import dev.holdfast.platform.http.Authentication;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestDatabase;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.persistence.autoconfigure.PersistenceExceptionTranslationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** The platform's inner parts without identity: a bearer token is simply the account's id. */
@EnableAutoConfiguration(exclude = PersistenceExceptionTranslationAutoConfiguration.class)
@ComponentScan({"dev.holdfast.platform.db", "dev.holdfast.platform.http", "dev.holdfast.platform.jobs"})
@ConfigurationPropertiesScan({"dev.holdfast.platform.db", "dev.holdfast.platform.http", "dev.holdfast.platform.jobs"})
public class Stage {

    @Bean
    Ids ids(InstantSource clock) {
        return new Ids(clock, new SecureRandom());
    }

    @Bean
    Authentication authentication() {
        return (bearer, origin) -> {
            try {
                return new Actor(Actor.Kind.SESSION, UUID.fromString(bearer), null, Set.of(), null, origin);
            } catch (IllegalArgumentException e) {
                throw new Problem(Code.UNAUTHENTICATED, "no account's id");
            }
        };
    }

    /** Adds an account. */
    public static UUID account(TestApp app, boolean admin) {
        UUID id = app.bean(Ids.class).next();
        app.database().asOwner("insert into platform.accounts (id, email, admin, created_at, updated_at) values ('" + id + "', '"
                + id + "@example.org', " + admin + ", now(), now())");
        return id;
    }

    /** Adds a space with one member. */
    public static UUID space(TestApp app, UUID owner) {
        UUID id = app.bean(Ids.class).next();
        app.database().asOwner(
                "insert into platform.spaces (id, kind, name, created_at, updated_at) values ('" + id + "', 'workspace', 'w', now(), now())",
                "insert into platform.members values ('" + id + "', '" + owner + "', 'owner', now())");
        return id;
    }

    /** An account that acts. */
    public static Actor actor(UUID account) {
        return new Actor(Actor.Kind.SESSION, account, null, Set.of(), null, new Origin("127.0.0.1", "test", "r1"));
    }

    /** A client that acts as an account. */
    public static TestClient client(TestApp app, UUID account) {
        return app.client().bearer(account.toString());
    }

    /** A fresh database with the platform's schema. */
    public static TestDatabase database() {
        return TestDatabase.fresh("platform");
    }
}
