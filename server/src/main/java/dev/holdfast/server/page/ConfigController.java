package dev.holdfast.server.page;

import dev.holdfast.platform.ai.gateway.AiGateway;
import dev.holdfast.platform.blobs.objects.BlobSettings;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.identity.issuer.IssuerSettings;
import dev.holdfast.platform.identity.passkey.RelyingParty;
import dev.holdfast.platform.mail.MailSettings;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a client may know of this server without signing in. */
@RestController
final class ConfigController {
    private static final long CONTENT_BYTES_MAX = 10 << 20;

    private final Config config;

    ConfigController(
            Environment environment,
            IssuerSettings issuers,
            RelyingParty passkeys,
            AiGateway ai,
            MailSettings mail,
            BlobSettings blobs) {
        this.config = new Config(
                ProgramVersion.name(),
                environment.getProperty("holdfast.environment", "prod"),
                Arrays.stream(environment
                                .getProperty("holdfast.apps", "documents")
                                .split(","))
                        .map(String::strip)
                        .toList(),
                new Features(
                        environment.getProperty("holdfast.identity.signup", Boolean.class, true),
                        passkeys.obstacle().isEmpty(),
                        issuers.signInNames(),
                        ai.proxies(),
                        mail.sends(),
                        environment.getProperty("holdfast.web.telemetry", Boolean.class, true)),
                new Limits(blobs.maxUploadBytes(), CONTENT_BYTES_MAX),
                environment.getProperty("holdfast.public-url"));
    }

    /**
     * The answer.
     *
     * @param environment {@code dev}, {@code stage} or {@code prod}
     * @param apps the apps that run
     * @param publicUrl where people reach this server; null where nobody has said
     */
    record Config(
            String version,
            String environment,
            List<String> apps,
            Features features,
            Limits limits,
            @Nullable String publicUrl) {}

    /**
     * What can be used here.
     *
     * @param signup whether people may make accounts
     * @param passkeys whether passkeys may be registered
     * @param oidc the outside issuers that one can sign in with, by name
     * @param aiProxy whether people can put questions to a model through this server; the embedded one suffices
     * @param mail whether e-mail leaves this server
     * @param telemetry whether the page may offer to send what {@code POST /api/telemetry} takes
     */
    record Features(
            boolean signup, boolean passkeys, List<String> oidc, boolean aiProxy, boolean mail, boolean telemetry) {}

    /**
     * How much is too much.
     *
     * @param uploadBytes the largest upload
     * @param contentBytes the largest content of a document
     */
    record Limits(long uploadBytes, long contentBytes) {}

    /** Says what this server offers and allows. */
    @GetMapping("/api/config")
    @Access(Access.Rule.PUBLIC)
    Config config() {
        return config;
    }
}
