package dev.holdfast.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ETagsTest {

    @Test
    void readsListsWeakTagsAndTheStar() {
        ETags tags = ETags.requireIfMatch("  \"a\" , W/\"b\",,\"c,d\"");
        assertThat(tags.matches("a")).isTrue();
        assertThat(tags.matches("b")).isFalse();
        assertThat(tags.matchesWeakly("b")).isTrue();
        assertThat(tags.matches("c,d")).isTrue();
        assertThat(tags.matches("c")).isFalse();
        assertThat(tags.strong()).isEqualTo(List.of("a", "c,d"));
        assertThat(ETags.requireIfMatch(" * ").matches("anything")).isTrue();
        assertThat(ETags.requireIfMatch("*").any()).isTrue();
        assertThat(ETags.ifNoneMatch("\"\"").orElseThrow().matches("")).isTrue();
        assertThat(ETags.ifMatch(null)).isEmpty();
        assertThat(ETags.quoted("x")).isEqualTo("\"x\"");
    }

    @Test
    void refusesWhatIsNoTag() {
        for (String header : List.of(
                "",
                " ",
                ",",
                "a",
                "\"a",
                "a\"",
                "\"a\"\"b\"",
                "\"a\" \"b\"",
                "w/\"a\"",
                "W/",
                "W/a",
                "\"a b\"",
                "\"a\u0000\"",
                "*, \"a\"",
                "\"a\", *",
                "\"a\"x",
                "\"" + "x".repeat(201) + "\"",
                "\"x\",".repeat(101))) {
            assertThatThrownBy(() -> ETags.ifMatch(header))
                    .as(header)
                    .isInstanceOfSatisfying(
                            Problem.class, e -> assertThat(e.code()).isEqualTo(Code.MALFORMED));
        }
    }

    @Test
    void demandsThePrecondition() {
        assertThatThrownBy(() -> ETags.requireIfMatch(null))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo(Code.PRECONDITION_REQUIRED));
    }
}
