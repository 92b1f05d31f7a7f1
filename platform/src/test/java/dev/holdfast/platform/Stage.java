package dev.holdfast.platform;

import dev.holdfast.platform.http.Authentication;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestDatabase;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** The whole platform, but a bearer token is simply the account's id. */
@Import(PlatformConfiguration.class)
public class Stage {
    /** What tests seal with. */
    public static final String MASTER_KEY = Base64.getEncoder().encodeToString(new byte[32]);

    @Bean
    @Primary
    Authentication accountsAsTokens() {
        return (bearer, origin) -> {
            try {
                return new Actor(Actor.Kind.SESSION, UUID.fromString(bearer), null, Set.of(), null, origin);
            } catch (IllegalArgumentException e) {
                throw new Problem(Code.UNAUTHENTICATED, "no account's id");
            }
        };
    }

    /** Boots it with further parts and settings. */
    public static TestApp start(TestDatabase database, Map<String, String> settings, Class<?>... further) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("holdfast.secrets.master-key", MASTER_KEY);
        return TestApp.start(
                database,
                all,
                Stream.concat(Stream.of(Stage.class), Stream.of(further)).toArray(Class<?>[]::new));
    }

    /** Adds an account. */
    public static UUID account(TestApp app, boolean admin) {
        UUID id = app.bean(Ids.class).next();
        app.database()
                .asOwner("insert into platform.accounts (id, email, admin, created_at, updated_at) values ('" + id
                        + "', '" + id + "@example.org', " + admin + ", now(), now())");
        return id;
    }

    /** Adds a space with one member. */
    public static UUID space(TestApp app, UUID owner) {
        UUID id = app.bean(Ids.class).next();
        app.database()
                .asOwner(
                        "insert into platform.spaces (id, kind, name, created_at, updated_at) values ('" + id
                                + "', 'workspace', 'w', now(), now())",
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
