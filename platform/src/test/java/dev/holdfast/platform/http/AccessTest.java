package dev.holdfast.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.TestClient;
import org.junit.jupiter.api.Test;

final class AccessTest {
    private final TestClient client = ProbeApp.running().client();

    @Test
    void accountsNeedAToken() {
        assertThat(ProbeApp.refused(401, "UNAUTHENTICATED", client.get("api/probe/me"))
                        .header("WWW-Authenticate"))
                .isEqualTo("Bearer");
        ProbeApp.refused(
                401,
                "UNAUTHENTICATED",
                client.with("Authorization", "Basic YTpi").get("api/probe/me"));
        ProbeApp.refused(401, "UNAUTHENTICATED", client.bearer("nonsense").get("api/probe/me"));
        ProbeApp.refused(
                401, "UNAUTHENTICATED", client.bearer("x".repeat(9_000)).get("api/probe/me"));
        assertThat(client.bearer(ProbeApp.ANN.toString())
                        .get("api/probe/me")
                        .json()
                        .get("account")
                        .asString())
                .isEqualTo(ProbeApp.ANN.toString());
    }

    @Test
    void scopesAndAdministrationAreChecked() {
        ProbeApp.refused(403, "FORBIDDEN", client.bearer("key:" + ProbeApp.ANN).get("api/probe/me"));
        ProbeApp.refused(
                403, "FORBIDDEN", client.bearer(ProbeApp.ANN.toString()).get("api/probe/admin"));
        assertThat(client.bearer(ProbeApp.ROOT.toString())
                        .get("api/probe/admin")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void publicRoutesAnswerWhateverTheToken() {
        assertThat(client.bearer("expired").get("api/probe/owned").status()).isEqualTo(200);
    }
}
