package dev.holdfast.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T12:00:00Z,2026-01-31T12:00:00Z",
        "2026-01-31T12:00Z,2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00.123456789Z,2026-01-31T12:00:00.123456789Z",
        "2026-01-31T13:30:00+01:30,2026-01-31T12:00:00Z",
        "01ARZ3NDEKTSV4RRFFQ69G5FAV,2016-07-30T23:54:10.259Z",
        "01arz3ndektsv4rrffq69g5fav,2016-07-30T23:54:10.259Z",
        "00000000000000000000000000,1970-01-01T00:00:00Z",
    })
    void readsInstantsAndUlids(String text, Instant time) {
        assertThat(StartTime.parse(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "now",
                "2026-01-31",
                "2026-01-31T12:00:00",
                "2026-02-30T12:00:00Z",
                "1706702400",
                "+999999-01-01T00:00:00Z",
                "7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
                "8ZZZZZZZZZZZZZZZZZZZZZZZZZ",
                "01ARZ3NDEKTSV4RRFFQ69G5FAU",
                "01ARZ3NDEKTSV4RRFFQ69G5FA",
                "01ARZ3NDEKTSV4RRFFQ69G5FAVX",
                "2026-01-31T12:00:00 01:00",
                "0000-01-01T00:00:00Z",
                "\u0661706702400000000000000000"
            })
    void refusesTheRestWithAReason(String text) {
        assertThatThrownBy(() -> StartTime.parse(text))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
