package dev.holdfast.platform.identity.issuer;

import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who else may say who somebody is.
 *
 * @param issuers Outside issuers of bearer tokens, and of people who sign in with them.
 */
@ConfigurationProperties("holdfast.identity")
public record IssuerSettings(@DefaultValue List<Issuer> issuers) {

    public IssuerSettings {
        issuers = List.copyOf(issuers);
        if (issuers.stream().map(Issuer::name).distinct().count() < issuers.size()) {
            throw new IllegalArgumentException("Two issuers in holdfast.identity.issuers have the same name");
        }
    }

    /** The names with which people can sign in, in the order of the settings. */
    public List<String> signInNames() {
        return issuers.stream()
                .filter(issuer -> issuer.signIn() != null)
                .map(Issuer::name)
                .toList();
    }

    Optional<Issuer> byName(String name) {
        return issuers.stream().filter(issuer -> issuer.name().equals(name)).findFirst();
    }

    Optional<Issuer> byAddress(String iss) {
        return issuers.stream().filter(issuer -> issuer.issuer().equals(iss)).findFirst();
    }
}
