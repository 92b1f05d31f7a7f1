package dev.holdfast.platform;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where people reach this server.
 *
 * @param publicUrl Address that people type, for links, cookies and passkeys, for example https://records.example.org. Left out:
 *     http://localhost and the port.
 */
@ConfigurationProperties("holdfast")
public record PublicAddress(@Nullable URI publicUrl) {

    public PublicAddress {
        if (publicUrl != null
                && (publicUrl.getHost() == null
                        || !("http".equals(publicUrl.getScheme()) || "https".equals(publicUrl.getScheme()))
                        || publicUrl.getRawQuery() != null
                        || publicUrl.getRawFragment() != null
                        || publicUrl.getRawUserInfo() != null
                        || !("".equals(publicUrl.getRawPath()) || "/".equals(publicUrl.getRawPath())))) {
            throw new IllegalArgumentException(
                    "holdfast.public-url must be http or https with a host and nothing behind it, not " + publicUrl);
        }
    }

    /** Whether people come over TLS. */
    public boolean secure() {
        return publicUrl != null && "https".equals(publicUrl.getScheme());
    }

    /** The origin, without a slash at its end, e.g. {@code https://records.example.org}. */
    public String origin(int port) {
        if (publicUrl == null) {
            return "http://localhost:" + port;
        }
        String host = publicUrl.getHost().toLowerCase(Locale.ROOT);
        boolean standard = publicUrl.getPort() == -1 || publicUrl.getPort() == (secure() ? 443 : 80);
        return publicUrl.getScheme() + "://" + host + (standard ? "" : ":" + publicUrl.getPort());
    }

    /** The name that passkeys are bound to (the relying party's id). */
    public String relyingParty() {
        return publicUrl == null
                ? "localhost"
                : Objects.requireNonNull(publicUrl.getHost()).toLowerCase(Locale.ROOT);
    }
}
