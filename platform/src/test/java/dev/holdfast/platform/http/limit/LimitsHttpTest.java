package dev.holdfast.platform.http.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.http.ProbeApp;
import dev.holdfast.platform.http.RateLimit;
import dev.holdfast.platform.http.RateLimits;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LimitsHttpTest {
    private static final String THING = "api/probe/things/01890a5d-ac96-774b-bcce-b302099a8057";

    @Test
    void answersTellWhatIsLeftAndWhenToComeAgain() {
        try (TestApp app = ProbeApp.start(Map.of(
                "holdfast.limits",
                "on",
                "holdfast.limit.rates.address",
                "2/1m",
                "holdfast.limit.rates.account",
                "1/1h",
                "holdfast.limit.store",
                "postgresql",
                "holdfast.http.trusted-proxies",
                "127.0.0.0/8"))) {
            app.clock().hold();
            TestClient client = app.client().with("X-Forwarded-For", "2001:db8::1");
            Answer first = client.get(THING);
            assertThat(first.status()).isEqualTo(200);
            assertThat(first.header("RateLimit-Limit")).isEqualTo("2");
            assertThat(first.header("RateLimit-Remaining")).isEqualTo("1");
            assertThat(first.header("RateLimit-Reset")).isEqualTo("30");
            app.client().with("X-Forwarded-For", "2001:db8::2").get(THING);
            Answer refused = ProbeApp.refused(429, "RATE_LIMITED", client.get(THING));
            assertThat(refused.header("Retry-After")).isEqualTo("30");
            assertThat(refused.header("RateLimit-Remaining")).isEqualTo("0");
            assertThat(app.client()
                            .with("X-Forwarded-For", "2001:db8:0:1::1")
                            .get(THING)
                            .status())
                    .isEqualTo(200);
            assertThat(client.bearer(ProbeApp.ANN.toString())
                            .get("api/probe/me")
                            .status())
                    .isEqualTo(200);
            ProbeApp.refused(
                    429, "RATE_LIMITED", client.bearer(ProbeApp.ANN.toString()).get("api/probe/me"));
            app.clock().advance(Duration.ofSeconds(31));
            assertThat(client.get(THING).status()).isEqualTo(200);
        }
    }

    @Test
    void offMeansOff() {
        try (TestApp app = ProbeApp.start(Map.of("holdfast.limits", "off", "holdfast.limit.rates.address", "1/1h"))) {
            assertThat(app.client().get(THING).status()).isEqualTo(200);
            assertThat(app.client().get(THING).status()).isEqualTo(200);
            assertThat(app.client().get(THING).header("RateLimit-Limit")).isNull();
        }
    }

    @Test
    void aStoreThatIsDownLeavesEachNodeToItself() {
        try (TestApp app = ProbeApp.start(Map.of(
                "holdfast.limits",
                "on",
                "holdfast.limit.store",
                "redis",
                "holdfast.redis.url",
                "redis://127.0.0.1:1/0",
                "holdfast.limit.rates.address",
                "1/1h"))) {
            assertThat(app.client().get(THING).status()).isEqualTo(200);
            ProbeApp.refused(429, "RATE_LIMITED", app.client().get(THING));
        }
    }

    @Test
    void isNeverTakenInsideATransaction() {
        RateLimits limits = ProbeApp.running().bean(RateLimits.class);
        Transactions transactions = ProbeApp.running().bean(Transactions.class);
        assertThatThrownBy(() -> transactions.read(Actor.system("test"), tx -> {
                    limits.take("address", "x");
                    return 1;
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> limits.take("unheard-of", "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settingsNameLimitsThatExistAndRatesThatCanBeRead() {
        List<RateLimit> declared = List.of(new RateLimit("login", 10, Duration.ofMinutes(1), "Sign-ins."));
        assertThat(new Rates(declared, Map.of("login", "1000/2h")).of("login").period())
                .isEqualTo(Duration.ofHours(2));
        for (String rate : List.of("", "10", "0/1m", "10/0m", "10/1w", "-1/1m", "10 / 1m", "9999999999/1m")) {
            assertThatThrownBy(() -> new Rates(declared, Map.of("login", rate)))
                    .as(rate)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Rates(declared, Map.of("logn", "10/1m"))).hasMessageContaining("login");
    }

    @Test
    void anIpv6HostCountsByItsNetwork() {
        assertThat(new Origin("2001:db8:0:0:1::1", "", "").network())
                .isEqualTo(new Origin("2001:db8::2", "", "").network());
        assertThat(new Origin("2001:db8:0:1::1", "", "").network())
                .isNotEqualTo(new Origin("2001:db8::2", "", "").network());
        assertThat(new Origin("192.0.2.7", "", "").network()).isEqualTo("192.0.2.7");
    }
}
