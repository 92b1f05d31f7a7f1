package dev.holdfast.platform.identity.passkey;

import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.Access;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells browsers and systems which other sites and apps may use this server's passkeys. */
@RestController
@RequestMapping(path = "/.well-known", produces = MediaType.APPLICATION_JSON_VALUE)
final class AssociationController {
    private final RelyingParty party;
    private final PasskeySettings settings;

    AssociationController(RelyingParty party, PasskeySettings settings) {
        this.party = party;
        this.settings = settings;
    }

    /** Related origin requests (WebAuthn Level 3, 5.11). */
    record Origins(List<String> origins) {}

    /** The sites that may use passkeys of this server. */
    @GetMapping("/webauthn")
    @Access(Access.Rule.PUBLIC)
    Origins origins() {
        return new Origins(Stream.concat(Stream.of(party.origin()), settings.relatedOrigins().stream())
                .distinct()
                .toList());
    }

    /** The apps of Apple systems that may use passkeys of this server. */
    @GetMapping("/apple-app-site-association")
    @Access(Access.Rule.PUBLIC)
    Map<String, Map<String, List<String>>> apple() {
        if (settings.appleApps().isEmpty()) {
            throw Problem.notFound("document");
        }
        return Map.of("webcredentials", Map.of("apps", settings.appleApps()));
    }

    /** The Android apps that may use passkeys of this server. */
    @GetMapping("/assetlinks.json")
    @Access(Access.Rule.PUBLIC)
    List<Map<String, Object>> android() {
        if (settings.androidApps().isEmpty()) {
            throw Problem.notFound("document");
        }
        return settings.android().stream().map(AssociationController::statement).toList();
    }

    private static Map<String, Object> statement(PasskeySettings.AndroidApp app) {
        String fingerprint =
                HexFormat.ofDelimiter(":").formatHex(app.fingerprint()).toUpperCase(Locale.ROOT);
        return Map.of(
                "relation",
                List.of("delegate_permission/common.get_login_creds"),
                "target",
                Map.of(
                        "namespace", "android_app",
                        "package_name", app.name(),
                        "sha256_cert_fingerprints", List.of(fingerprint)));
    }
}
