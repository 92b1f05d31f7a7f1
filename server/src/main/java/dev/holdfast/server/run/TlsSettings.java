package dev.holdfast.server.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * TLS 1.3 without a proxy in front. Both files are read again when they change.
 *
 * @param cert File with the certificate and its chain, PEM.
 * @param key File with the private key, PEM.
 */
@ConfigurationProperties("holdfast.tls")
public record TlsSettings(@Nullable String cert, @Nullable String key) {

    /** What the web server is told; nothing where there is no certificate. Throws {@link StartFailure} for one without the other. */
    Map<String, Object> server() {
        if (cert == null && key == null) {
            return Map.of();
        }
        return Map.of(
                "spring.ssl.bundle.pem.holdfast.keystore.certificate", file("holdfast.tls.cert", cert),
                "spring.ssl.bundle.pem.holdfast.keystore.private-key", file("holdfast.tls.key", key),
                "spring.ssl.bundle.pem.holdfast.reload-on-update", "true",
                "spring.ssl.bundle.pem.holdfast.options.enabled-protocols", "TLSv1.3",
                "server.ssl.bundle", "holdfast");
    }

    private static String file(String setting, @Nullable String path) {
        if (path == null || !Files.isReadable(Path.of(path))) {
            throw new StartFailure("TLS needs holdfast.tls.cert and holdfast.tls.key, two files that can be read; "
                    + setting + " is " + path);
        }
        return Path.of(path).toUri().toString();
    }
}
