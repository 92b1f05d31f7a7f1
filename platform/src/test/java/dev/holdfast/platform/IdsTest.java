package dev.holdfast.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class IdsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");

    @Test
    void growWithinAMillisecondToo() {
        Ids ids = new Ids(InstantSource.fixed(NOW), new SecureRandom());
        assertThat(Stream.generate(ids::next).limit(10_000).map(UUID::toString))
                .isSorted()
                .doesNotHaveDuplicates()
                .allMatch(id -> id.charAt(14) == '7');
    }

    @Test
    void beginWithTheTime() {
        UUID id = new Ids(InstantSource.fixed(NOW), new SecureRandom()).next();
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void followAClockThatWentBack() {
        Instant[] now = {NOW};
        Ids ids = new Ids(() -> now[0], new SecureRandom());
        UUID first = ids.next();
        now[0] = NOW.minusSeconds(60);
        assertThat(ids.next().getMostSignificantBits() >>> 16).isEqualTo(now[0].toEpochMilli());
        assertThat(first.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }
}
