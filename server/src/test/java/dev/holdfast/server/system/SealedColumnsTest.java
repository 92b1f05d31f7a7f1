package dev.holdfast.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.secrets.SealedColumn;
import dev.holdfast.platform.secrets.Sealer;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The list of sealed columns against the columns that there are. */
final class SealedColumnsTest {
    /** What every value begins with that is sealed (docs/formats/sealed-values.md). */
    private static final String PREFIX = "\\x0201";

    private static final int ROWS = 10_000;

    /** Bytes that aren't sealed: hashes of tokens and requests, public keys, texts as Yjs holds them, random challenges, the audit's chain. */
    private static final List<String> OPEN = List.of(
            "documents.exports.token_hash",
            "documents.links.token_hash",
            "documents.live.state",
            "platform.api_keys.hash",
            "platform.audit_entries.digest",
            "platform.audit_entries.salt",
            "platform.audit_heads.base_hash",
            "platform.audit_heads.hash",
            "platform.audit_links.content",
            "platform.audit_links.hash",
            "platform.audit_links.previous_hash",
            "platform.email_tokens.hash",
            "platform.idempotent_requests.fingerprint",
            "platform.idempotent_requests.scope",
            "platform.invites.token_hash",
            "platform.passkey_ceremonies.challenge",
            "platform.passkey_ceremonies.user_handle",
            "platform.passkeys.attested",
            "platform.passkeys.credential_id",
            "platform.passkeys.user_handle",
            "platform.rate_limits.state",
            "platform.recovery_codes.hash",
            "platform.refresh_tokens.hash",
            "platform.refresh_tokens.replay_key",
            "platform.scheduled_tasks.task_data",
            "platform.second_steps.hash",
            "platform.sign_in_failures.subject",
            "platform.sync_mutations.request_hash");

    /** Sealed, but not in the list: under the master key, or sealed again together with the column beside it. */
    private static final List<String> BESIDES =
            List.of("platform.keysets.sealed", "platform.webhook_endpoints.old_secret");

    private final House house = House.running();

    @Test
    void everyColumnOfBytesIsSealedOrKnownNotTo() {
        TreeSet<String> known = new TreeSet<>(OPEN);
        known.addAll(BESIDES);
        known.addAll(listed());
        assertThat(house.texts("""
                select n.nspname || '.' || c.relname || '.' || a.attname
                  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
                 where a.atttypid = 'bytea'::regtype and a.attnum > 0 and not a.attisdropped
                   and c.relkind in ('r', 'p') and not c.relispartition
                   and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
                """)).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void whatStandsInThemIsSealedAndSealedAgain() {
        TestClient anybody = house.client();
        TestClient owner = Household.as("owner");
        List<String> marks = new Household().marks();
        assertThat(marks).isNotEmpty();
        assertThat(owner.post("api/auth/totp", Map.of()).status()).isEqualTo(200);
        TestClient once = owner.with("Idempotency-Key", "sealed-once");
        Answer made = once.post("api/workspaces", Map.of("name", "made once"));
        assertThat(made.status()).isEqualTo(201);
        String refresh = anybody.post(
                        "api/auth/login", Map.of("email", Household.email("owner"), "password", Household.PASSWORD))
                .json()
                .get("refreshToken")
                .asString();
        TestClient again = anybody.with("Idempotency-Key", "refresh-once");
        Answer refreshed = again.post("api/auth/refresh", Map.of("refreshToken", refresh));
        assertThat(refreshed.status()).isEqualTo(200);

        for (SealedColumn column : house.beans(SealedColumn.class)) {
            List<String> before = values(column);
            assertThat(before).as(column.name()).isNotEmpty().allMatch(value -> value.startsWith(PREFIX));
            int resealed = house.bean(Transactions.class)
                    .write(Actor.system("test"), tx -> column.reseal(tx, new Newer(house.bean(Sealer.class)), ROWS));
            assertThat(resealed).as(column.name()).isPositive();
            List<String> after = values(column);
            assertThat(after).as(column.name()).isNotEqualTo(before).allMatch(value -> value.startsWith(PREFIX));
        }

        assertThat(once.post("api/workspaces", Map.of("name", "made once")).text())
                .isEqualTo(made.text());
        assertThat(again.post("api/auth/refresh", Map.of("refreshToken", refresh))
                        .text())
                .isEqualTo(refreshed.text());
        assertThat(Household.admin()
                        .get("api/outbox")
                        .json()
                        .at("/items/0/text")
                        .asString(""))
                .isNotEmpty();
    }

    private List<String> listed() {
        return Household.admin()
                .get("api/secrets/columns")
                .json()
                .path("items")
                .valueStream()
                .map(item -> item.path("column").asString(""))
                .toList();
    }

    private List<String> values(SealedColumn column) {
        int dot = column.name().lastIndexOf('.');
        String name = column.name().substring(dot + 1);
        String table = column.name().substring(0, dot);
        return house.texts("select " + name + "::text from " + table + " where " + name + " is not null order by 1");
    }

    /** Says that everything was sealed under an older key. */
    private record Newer(Sealer sealer) implements Sealer {
        @Override
        public byte[] seal(byte[] plain, String context) {
            return sealer.seal(plain, context);
        }

        @Override
        public byte[] open(byte[] sealed, String context) {
            return sealer.open(sealed, context);
        }

        @Override
        public byte[] currentPrefix() {
            return new byte[] {2, 1, 0, 0, 0, 0};
        }
    }
}
