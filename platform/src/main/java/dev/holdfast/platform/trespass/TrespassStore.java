package dev.holdfast.platform.trespass;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads who is a stranger where. */
@Repository
final class TrespassStore {
    private static final String FOREIGN = """
            select s.id
              from platform.spaces s
             where s.id = any (:spaces)
               and not exists (select from platform.members m where m.space_id = s.id and m.account_id = :account)
            """;

    private final JdbcClient jdbc;

    TrespassStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of the ids that are spaces in which the account has no role. */
    Set<UUID> foreign(Collection<UUID> spaces, UUID account) {
        return new HashSet<>(jdbc.sql(FOREIGN)
                .param("spaces", spaces.toArray(UUID[]::new))
                .param("account", account)
                .query(UUID.class)
                .list());
    }
}
