package dev.holdfast.platform.ai.provider.wire;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How providers of models are spoken to.
 *
 * @param connectTimeout how long a connection may take to stand
 * @param silence how long a provider may say nothing, before its answer and within it
 * @param maxAnswer the largest answer that is read, in bytes on the wire
 */
@ConfigurationProperties("holdfast.ai.http")
public record HttpSettings(
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("60s") Duration silence,
        @DefaultValue("16MB") DataSize maxAnswer) {

    /** Refuses times and sizes that make no sense. */
    public HttpSettings {
        check("connect-timeout", connectTimeout);
        check("silence", silence);
        if (maxAnswer.toBytes() < 1024
                || maxAnswer.toBytes() > DataSize.ofMegabytes(256).toBytes()) {
            throw new IllegalArgumentException("holdfast.ai.http.max-answer must be 1KB to 256MB: " + maxAnswer);
        }
    }

    private static void check(String name, Duration value) {
        if (value.compareTo(Duration.ofMillis(10)) < 0 || value.compareTo(Duration.ofMinutes(30)) > 0) {
            throw new IllegalArgumentException("holdfast.ai.http." + name + " must be 10ms to 30m: " + value);
        }
    }
}
