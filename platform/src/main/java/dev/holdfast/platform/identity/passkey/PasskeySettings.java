package dev.holdfast.platform.identity.passkey;

import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who else may use this server's passkeys.
 *
 * @param relatedOrigins Further origins whose pages may, for example https://records.example.com (/.well-known/webauthn).
 * @param appleApps Apps of Apple's systems that may, each as TEAMID.bundle.id (apple-app-site-association).
 * @param androidApps Apps of Android that may, each as package=fingerprint, the SHA-256 of its certificate in hexadecimal with
 *     or without colons (assetlinks.json).
 */
@ConfigurationProperties("holdfast.passkeys")
record PasskeySettings(
        @DefaultValue List<String> relatedOrigins,
        @DefaultValue List<String> appleApps,
        @DefaultValue List<String> androidApps) {
    private static final int FINGERPRINT_BYTES = 32;

    PasskeySettings {
        relatedOrigins = List.copyOf(relatedOrigins);
        appleApps = List.copyOf(appleApps);
        androidApps = List.copyOf(androidApps);
        relatedOrigins.forEach(PasskeySettings::requireOrigin);
        androidApps.forEach(PasskeySettings::android);
        appleApps.forEach(app -> require(
                app.matches("[A-Z0-9]{10}\\.[A-Za-z0-9.-]{1,150}"),
                "holdfast.passkeys.apple-apps needs TEAMID.bundle.id, not " + app));
    }

    /**
     * An app of Android.
     *
     * @param fingerprint SHA-256 of the certificate that signs it
     */
    record AndroidApp(String name, byte[] fingerprint) {}

    List<AndroidApp> android() {
        return androidApps.stream().map(PasskeySettings::android).toList();
    }

    private static AndroidApp android(String text) {
        String rule = "holdfast.passkeys.android-apps needs package=fingerprint with " + FINGERPRINT_BYTES
                + " bytes, not " + text;
        int equals = text.indexOf('=');
        String fingerprint = text.substring(equals + 1).replace(":", "");
        require(equals > 0 && fingerprint.matches("[0-9A-Fa-f]{64}"), rule);
        return new AndroidApp(text.substring(0, equals), HexFormat.of().parseHex(fingerprint));
    }

    private static void requireOrigin(String origin) {
        URI uri = URI.create(origin);
        require(
                "https".equals(uri.getScheme())
                        && uri.getHost() != null
                        && uri.getRawPath().isEmpty()
                        && uri.getRawUserInfo() == null,
                "holdfast.passkeys.related-origins needs https and a host with nothing behind it, not " + origin);
    }

    private static void require(boolean kept, String rule) {
        if (!kept) {
            throw new IllegalArgumentException(rule);
        }
    }
}
