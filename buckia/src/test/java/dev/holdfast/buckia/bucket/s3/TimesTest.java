package dev.holdfast.buckia.bucket.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimesTest {
    @Test
    void readsTheUsualFormsAndTheOthers() {
        assertThat(Times.http("Wed, 01 Jan 2025 12:34:56 GMT")).isEqualTo(Instant.parse("2025-01-01T12:34:56Z"));
        assertThat(Times.http("Thu, 29 Feb 2024 00:00:00 GMT")).isEqualTo(Instant.parse("2024-02-29T00:00:00Z"));
        assertThat(Times.http("Wed, 1 Jan 2025 12:34:56 GMT")).isEqualTo(Instant.parse("2025-01-01T12:34:56Z"));
        assertThat(Times.listed("2025-01-01T12:34:56.789Z")).isEqualTo(Instant.parse("2025-01-01T12:34:56.789Z"));
        assertThat(Times.listed("2025-01-01T12:34:56Z")).isEqualTo(Instant.parse("2025-01-01T12:34:56Z"));
        assertThat(Times.listed("2025-01-01T12:34:56.123456Z")).isEqualTo(Instant.parse("2025-01-01T12:34:56.123456Z"));
    }

    @Test
    void whatIsNoTimeIsNone() {
        assertThat(Times.http("Wed, 99 Jan 2025 12:34:56 GMT")).isNull();
        assertThat(Times.http("Wed, xx anJ 2025 12:34:56 GMT")).isNull();
        assertThat(Times.http("")).isNull();
        assertThat(Times.listed(null)).isNull();
        assertThat(Times.listed("yesterday")).isNull();
        assertThat(Times.listed("2025-13-01T12:34:56.789Z")).isNull();
        assertThat(Times.listed("2025-01-01T12:34:5x.789Z")).isNull();
    }
}
