package dev.holdfast.platform.secrets;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the master key comes from, under which all other secrets are sealed. Who loses it loses them.
 *
 * @param masterKey The key itself, 32 bytes in Base64; for installations that keep it outside of the machine. Wins over
 *     the file.
 * @param masterKeyFile File that holds the key in Base64; made with mode 600 at the first start when it isn't there.
 * @param previousMasterKey The master key before, in Base64, while it is being replaced: what was sealed under it is sealed
 *     again at the next start.
 * @param promoteAfter How long a new key only opens before it seals: longer than every node needs to read it.
 */
@ConfigurationProperties("holdfast.secrets")
public record SecretsSettings(
        @Nullable String masterKey,
        @DefaultValue("data/secrets/master.key") String masterKeyFile,
        @Nullable String previousMasterKey,
        @DefaultValue("2m") Duration promoteAfter) {

    @Override
    public String toString() {
        return "SecretsSettings[masterKeyFile=" + masterKeyFile + "]";
    }
}
