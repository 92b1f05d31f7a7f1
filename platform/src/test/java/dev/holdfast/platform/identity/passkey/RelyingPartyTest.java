package dev.holdfast.platform.identity.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.platform.PlatformConfiguration;
import dev.holdfast.platform.PublicAddress;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestDatabase;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.StandardEnvironment;

final class RelyingPartyTest {
    private static final String FINGERPRINT =
            "14:6D:E9:83:C5:73:06:50:D8:EE:B9:95:2F:34:FC:64:16:A0:83:42:E6:1D:BE:A8:8A:04:96:B2:3F:CF:44:E5";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://records.example.org",
                "https://records.example.org:8443",
                "http://localhost:8080",
                "http://app.localhost"
            })
    void domainsCarryPasskeys(String url) {
        assertThat(party(url).obstacle()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://192.0.2.7",
                "http://127.0.0.1:8080",
                "https://[2001:db8::1]",
                "https://nas.local",
                "https://nas",
                "http://records.example.org"
            })
    void addressesAndBareNamesDoNot(String url) {
        assertThat(party(url).obstacle())
                .hasValueSatisfying(why -> assertThat(why).contains("holdfast.public-url"));
    }

    @Test
    void settingsThatCanNotBeReadAreRefused() {
        for (String app : List.of("org.example", "org.example=", "=" + FINGERPRINT, "org.example=14:6D")) {
            assertThatThrownBy(() -> new PasskeySettings(List.of(), List.of(), List.of(app)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new PasskeySettings(List.of("http://a.example"), List.of(), List.of()))
                .hasMessageContaining("related-origins");
        assertThatThrownBy(() -> new PasskeySettings(List.of(), List.of("org.example"), List.of()))
                .hasMessageContaining("apple-apps");
    }

    @Test
    void associationsComeFromSettings() {
        Map<String, String> settings = Map.of(
                "holdfast.public-url", "https://records.example.org",
                "holdfast.passkeys.related-origins", "https://records.example.com",
                "holdfast.passkeys.apple-apps", "ABCDE12345.org.example.records",
                "holdfast.passkeys.android-apps", "org.example.records=" + FINGERPRINT);
        try (TestApp app = TestApp.start(TestDatabase.fresh("platform"), settings, PlatformConfiguration.class)) {
            assertThat(app.client().get(".well-known/webauthn").text())
                    .isEqualTo("{\"origins\":[\"https://records.example.org\",\"https://records.example.com\"]}");
            assertThat(app.client()
                            .get(".well-known/apple-app-site-association")
                            .text())
                    .isEqualTo("{\"webcredentials\":{\"apps\":[\"ABCDE12345.org.example.records\"]}}");
            var links = app.client()
                    .get(".well-known/assetlinks.json")
                    .json()
                    .get(0)
                    .get("target");
            assertThat(links.get("package_name").asString()).isEqualTo("org.example.records");
            assertThat(links.get("sha256_cert_fingerprints").get(0).asString()).isEqualTo(FINGERPRINT);
            var options = app.client()
                    .post("api/auth/passkeys/login/options", Map.of())
                    .json();
            assertThat(options.get("publicKey").get("rpId").asString()).isEqualTo("records.example.org");
            assertThat(app.bean(RelyingParty.class).origins())
                    .contains("android:apk-key-hash:FG3pg8VzBlDY7rmVLzT8ZBagg0LmHb6oigSWsj_PROU");
        }
    }

    @Test
    void anAddressWithoutANameSaysWhyThereAreNoPasskeys() {
        Map<String, String> settings = Map.of("holdfast.public-url", "http://192.0.2.7");
        try (TestApp app = TestApp.start(TestDatabase.fresh("platform"), settings, PlatformConfiguration.class)) {
            var answer = app.client().post("api/auth/passkeys/login/options", Map.of());
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.json().get("detail").asString()).contains("192.0.2.7");
            assertThat(app.client().get(".well-known/assetlinks.json").status()).isEqualTo(404);
        }
    }

    private static RelyingParty party(String url) {
        return new RelyingParty(
                new PublicAddress(URI.create(url)),
                new PasskeySettings(List.of(), List.of(), List.of()),
                new StandardEnvironment());
    }
}
