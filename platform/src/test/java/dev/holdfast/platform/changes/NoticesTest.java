package dev.holdfast.platform.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class NoticesTest {
    @Test
    void readsWhatItWrote() {
        Round round = new Round(true, Map.of(new UUID(1, 2), 3L, new UUID(4, 5), 6L), Set.of(new UUID(7, 8)));
        assertThat(Notices.read(Notices.write(round))).isEqualTo(round);
    }

    @Test
    void saysThereIsMoreThanItCanName() {
        Map<UUID, Long> heads = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            heads.put(new UUID(i, i), 1L);
        }
        assertThat(Notices.read(Notices.write(new Round(true, heads, Set.of()))))
                .isEqualTo(Round.UNKNOWN);
    }

    @Test
    void takesNonsenseForSomethingUnknown() {
        for (String payload : List.of("", "*", "x", "@", "a:b", ":", ",,", "00000000-0000-0001-0000-000000000002:")) {
            assertThat(Notices.read(payload)).as(payload).isEqualTo(Round.UNKNOWN);
        }
    }
}
