package dev.holdfast.testkit.gates.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testkit.gates.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatchetTest {
    private final Ratchet ratchet = new Ratchet("# a remark\nA.java file-lines 450\n");

    @Test
    void keepsQuietAboutWhatIsKnown() {
        assertThat(ratchet.violations(List.of(lines("A.java", 450)))).isEmpty();
    }

    @Test
    void refusesWhatIsNewOrGrown() {
        assertThat(ratchet.violations(List.of(lines("A.java", 451), lines("B.java", 401))))
                .extracting(Violation::where)
                .containsExactly("A.java", "B.java");
    }

    @Test
    void refusesAnEntryThatIsBetterThanItSays() {
        assertThat(ratchet.violations(List.of(lines("A.java", 449))))
                .singleElement()
                .satisfies(violation -> assertThat(violation.message())
                        .contains("down to 449")
                        .contains("./holdfast check --update-goldens"));
        assertThat(ratchet.violations(List.of()))
                .singleElement()
                .satisfies(violation -> assertThat(violation.message()).contains("gone"));
    }

    @Test
    void shrinksAndNeverGrows() {
        assertThat(ratchet.shrunk(List.of(lines("A.java", 449), lines("B.java", 401))))
                .isEqualTo("A.java file-lines 449\n");
        assertThat(ratchet.shrunk(List.of(lines("A.java", 500)))).isEqualTo("A.java file-lines 450\n");
        assertThat(ratchet.shrunk(List.of())).isEmpty();
    }

    @Test
    void refusesLinesOfAnotherShape() {
        assertThatThrownBy(() -> new Ratchet("A.java file-lines many")).hasMessageContaining("A.java file-lines many");
    }

    private static Finding lines(String path, int lines) {
        return new Finding(path, "file-lines", lines, lines + " lines");
    }
}
