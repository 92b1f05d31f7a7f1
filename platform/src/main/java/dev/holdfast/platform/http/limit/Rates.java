package dev.holdfast.platform.http.limit;

import dev.holdfast.platform.http.RateLimit;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The limits that parts declared, with the numbers that the settings give them. */
final class Rates {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})/([1-9][0-9]{0,5})?([smhd])");

    private static final int ID_BYTES = 16;

    private final Map<String, RateLimit> limits = new HashMap<>();

    /** Throws IllegalArgumentException for a rate of no limit, a rate that can't be read, or two limits of one name. */
    Rates(List<RateLimit> declared, Map<String, String> settings) {
        for (RateLimit limit : declared) {
            if (limits.put(limit.name(), limit) != null) {
                throw new IllegalArgumentException("two rate limits are called " + limit.name());
            }
        }
        settings.forEach((name, rate) -> limits.put(name, set(of(name), rate)));
    }

    /** A limit by its name. */
    RateLimit of(String name) {
        require(name);
        return Objects.requireNonNull(limits.get(name));
    }

    /** Throws IllegalArgumentException when there is no such limit. */
    void require(String name) {
        if (!limits.containsKey(name)) {
            throw new IllegalArgumentException("there is no rate limit " + name + ", only "
                    + String.join(", ", limits.keySet().stream().sorted().toList()));
        }
    }

    /** The bucket of a limit: full at first, filled up evenly. */
    static BucketConfiguration bucket(RateLimit limit) {
        Bandwidth bandwidth = Bandwidth.builder()
                .capacity(limit.calls())
                .refillGreedy(limit.calls(), limit.period())
                .build();
        return BucketConfiguration.builder().addLimit(bandwidth).build();
    }

    /** How a bucket is called in a shared store: hashed, so that no address and no e-mail lies there. */
    static String id(RateLimit limit, String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return limit.name() + ":" + HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RateLimit set(RateLimit limit, String rate) {
        Matcher form = FORM.matcher(rate.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("holdfast.limit.rates." + limit.name()
                    + " must be calls/period like 10/1m or 1000/1h, not " + rate);
        }
        long count = form.group(2) == null ? 1 : Long.parseLong(form.group(2));
        Duration period = switch (form.group(3)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
        return new RateLimit(limit.name(), Integer.parseInt(form.group(1)), period, limit.about());
    }
}
