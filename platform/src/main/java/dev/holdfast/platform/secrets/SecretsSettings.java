package dev.holdfast.platform.secrets;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the master key comes from, under which all other secrets are sealed. Who loses it loses them.
 *
 * @param masterKey The key itself, 32 bytes in Base64; for installations that keep it outside of the machine. Wins over
 *     the file.
 * @param masterKeyFile File that holds the key in Base64; made with mode 600 at the first start when it isn't there.
 */
@ConfigurationProperties("holdfast.secrets")
public record SecretsSettings(@Nullable String masterKey, @DefaultValue("data/secrets/master.key") String masterKeyFile) {

    @Override
    public String toString() {
        return "SecretsSettings[masterKeyFile=" + masterKeyFile + "]";
    }
}
