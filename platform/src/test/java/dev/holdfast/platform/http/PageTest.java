package dev.holdfast.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.Times;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PageTest {

    @Test
    void oneRowMoreThanTheLimitMeansThereIsANextPage() {
        assertThat(Page.of(List.of(1, 2, 3), 2, row -> "after" + row)).isEqualTo(new Page<>(List.of(1, 2), "after2"));
        assertThat(Page.of(List.of(1, 2), 2, row -> "after" + row)).isEqualTo(new Page<>(List.of(1, 2), null));
        assertThat(new Page<>(List.of(1), "c").map(n -> "n" + n)).isEqualTo(new Page<>(List.of("n1"), "c"));
    }

    @Test
    void limitsAreWholeNumbersWithinTheirRange() {
        assertThat(Limit.parse(null)).isEqualTo(50);
        assertThat(Limit.parse("1")).isEqualTo(1);
        assertThat(Limit.parse("200")).isEqualTo(200);
        for (String value : List.of("", "0", "201", "-1", "+5", "5.0", " 5", "٥", "99999999999999", "x")) {
            assertThatThrownBy(() -> Limit.parse(value))
                    .isInstanceOfSatisfying(
                            Problem.class, e -> assertThat(e.code()).isEqualTo(Code.MALFORMED));
        }
    }

    @Test
    void timesHaveThreeDecimalsAlways() {
        assertThat(Times.format(Instant.parse("2026-01-31T08:00:00Z"))).isEqualTo("2026-01-31T08:00:00.000Z");
        assertThat(Times.format(Instant.parse("2026-01-31T08:00:00.123999Z"))).isEqualTo("2026-01-31T08:00:00.123Z");
        assertThat(Times.read("2026-01-31T10:00:00.123456+02:00")).isEqualTo("2026-01-31T08:00:00.123Z");
        for (String text : List.of(
                "2026-01-31",
                "2026-01-31T08:00:00",
                "12026-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "0000-01-01T00:00:00Z",
                "x",
                "1",
                "")) {
            assertThatThrownBy(() -> Times.read(text)).as(text).isInstanceOf(DateTimeException.class);
            assertThatThrownBy(() -> Times.parameter("from", text)).as(text).isInstanceOf(Problem.class);
        }
    }
}
