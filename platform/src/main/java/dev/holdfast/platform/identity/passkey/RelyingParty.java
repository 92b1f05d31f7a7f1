package dev.holdfast.platform.identity.passkey;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.PublicAddress;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Who this server is to authenticators: its name, the domain that passkeys are bound to, the origins that may use them. */
@Component
public final class RelyingParty {
    static final String NAME = "Holdfast";

    private static final int STANDARD_PORT = 8080;
    private static final String LOCALHOST = "localhost";

    private final PublicAddress address;
    private final PasskeySettings settings;
    private final Environment environment;

    RelyingParty(PublicAddress address, PasskeySettings settings, Environment environment) {
        this.address = address;
        this.settings = settings;
        this.environment = environment;
    }

    /** Why browsers make no passkeys for the public address, for people; empty when they do. */
    public Optional<String> obstacle() {
        String host = address.relyingParty();
        if (host.equals(LOCALHOST) || host.endsWith("." + LOCALHOST)) {
            return Optional.empty();
        }
        if (host.startsWith("[") || host.matches("[0-9.]+")) {
            return Optional.of("Passkeys need a name, and this server is reached by the IP address " + host
                    + ". Set holdfast.public-url to a name with https.");
        }
        if (host.endsWith(".local") || host.indexOf('.') < 0) {
            return Optional.of(
                    "Passkeys need a domain, which " + host + " isn't. Set holdfast.public-url to one with https.");
        }
        return address.secure()
                ? Optional.empty()
                : Optional.of("Passkeys need https, which " + address.publicUrl()
                        + " lacks. Set holdfast.public-url to an https address.");
    }

    /** Throws CONFLICT where browsers make no passkeys for the public address. */
    void require() {
        obstacle().ifPresent(why -> {
            throw new Problem(Code.CONFLICT, why);
        });
    }

    /** The domain that passkeys are bound to (RP ID). */
    String id() {
        return address.relyingParty();
    }

    /** Where the server's own pages come from. */
    String origin() {
        return address.origin(environment.getProperty("local.server.port", Integer.class, STANDARD_PORT));
    }

    /** All origins whose ceremonies count, those of native apps among them. */
    Set<String> origins() {
        Set<String> origins = new LinkedHashSet<>();
        origins.add(origin());
        origins.addAll(settings.relatedOrigins());
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        settings.android()
                .forEach(app -> origins.add("android:apk-key-hash:" + base64.encodeToString(app.fingerprint())));
        return origins;
    }
}
