package dev.holdfast.documents.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergeTest {

    private static final String MARKDOWN = "text/markdown";

    @Test
    void bringsDistantChangesTogether() {
        Merge merge = Merge.of(MARKDOWN, "a\nb\nc\nd\ne\n", "A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n");
        assertThat(merge).isEqualTo(new Merge("A\nb\nc\nd\nE\n", true));
    }

    @Test
    void marksAConflict() {
        Merge merge = Merge.of(MARKDOWN, "a\nb\nc\n", "a\nmine\nc\n", "a\ntheirs\nc\n");
        assertThat(merge).isEqualTo(new Merge("a\n<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> server\nc\n", false));
    }

    @Test
    void marksAConflictInTheLineEndsOfYours() {
        Merge merge = Merge.of(MARKDOWN, "a\r\nb", "a\r\nmine", "a\r\ntheirs");
        assertThat(merge.clean()).isFalse();
        assertThat(merge.content()).isEqualTo("a\r\n<<<<<<< yours\r\nmine\r\n=======\r\ntheirs\r\n>>>>>>> server\r\n");
    }

    @Test
    void keepsCarriageReturnsAndAMissingLastLineEnd() {
        Merge merge = Merge.of(MARKDOWN, "a\r\nb\nc\rd\n\ne", "A\r\nb\nc\rd\n\ne", "a\r\nb\nc\rd\n\nE");
        assertThat(merge).isEqualTo(new Merge("A\r\nb\nc\rd\n\nE", true));
    }

    @Test
    void seesAChangedLineEndAsAChange() {
        Merge merge = Merge.of(MARKDOWN, "a\nb\nc\n", "a\r\nb\nc\n", "a\nb\nc");
        assertThat(merge).isEqualTo(new Merge("a\r\nb\nc", true));
    }

    @Test
    void takesTheSameChangeOnBothSidesOnce() {
        assertThat(Merge.of(MARKDOWN, "a\nb\nc\n", "a\nx\nb\nc\n1", "a\nx\nb\nc\n2")
                        .content())
                .containsOnlyOnce("x");
    }

    @Test
    void mergesWithoutACommonLine() {
        assertThat(Merge.of(MARKDOWN, "", "mine\n", "theirs\n"))
                .isEqualTo(new Merge("<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> server\n", false));
        assertThat(Merge.of(MARKDOWN, "a", "", "b").clean()).isFalse();
    }

    @Test
    void refusesHalfACharacter() {
        assertThatThrownBy(() -> Merge.of(MARKDOWN, "a", "\ud800", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void holdsItsLawsUnderRandomEdits(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 150; round++) {
            String base = text(random, lines(random, random.nextInt(30)));
            String yours = edited(random, base);
            String server = edited(random, base);
            assertThat(Merge.of(MARKDOWN, base, yours, base)).isEqualTo(new Merge(yours, true));
            assertThat(Merge.of(MARKDOWN, base, base, server)).isEqualTo(new Merge(server, true));
            assertThat(Merge.of(MARKDOWN, base, yours, yours)).isEqualTo(new Merge(yours, true));
            Merge merge = Merge.of(MARKDOWN, base, yours, server);
            Merge mirrored = Merge.of(MARKDOWN, base, server, yours);
            assertThat(mirrored.clean()).as("seed %d round %d", seed, round).isEqualTo(merge.clean());
            if (merge.clean()) {
                assertThat(mirrored.content()).isEqualTo(merge.content());
            }
            for (String line : (yours + "\n" + server).lines().toList()) {
                assertThat(line.startsWith("new") && !merge.content().contains(line))
                        .as("a new line is lost, seed %d round %d", seed, round)
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void mergesDisjointEditsCleanly(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            List<String> base = lines(random, 40 + random.nextInt(40));
            List<String> yours = new ArrayList<>(base);
            List<String> server = new ArrayList<>(base);
            List<String> both = new ArrayList<>(base);
            int first = random.nextInt(15);
            int second = 20 + random.nextInt(15);
            yours.set(first, "mine " + round);
            both.set(first, "mine " + round);
            server.set(second, "theirs " + round);
            both.set(second, "theirs " + round);
            String end = random.nextBoolean() ? "\n" : "\r\n";
            assertThat(Merge.of(MARKDOWN, String.join(end, base), String.join(end, yours), String.join(end, server)))
                    .isEqualTo(new Merge(String.join(end, both), true));
        }
    }

    @Test
    void mergesALongTextWithEverySecondLineChanged() {
        String base = numbered(60_000, line -> "line " + line);
        String yours = numbered(60_000, line -> line % 2 == 0 ? "mine " + line : "line " + line);
        String server = base + "the end\n";
        Merge merge = Merge.of(MARKDOWN, base, yours, server);
        assertThat(merge).isEqualTo(new Merge(yours + "the end\n", true));
    }

    @Test
    void givesUpOnHopelessTextsWithoutLosingOne() {
        String base = numbered(40_000, line -> "x" + line % 7);
        String yours = numbered(40_000, line -> "x" + line % 5);
        String server = numbered(40_000, line -> "x" + line % 3);
        Merge merge = Merge.of(MARKDOWN, base, yours, server);
        assertThat(merge.clean()).isFalse();
        assertThat(merge.content()).contains("<<<<<<< yours", ">>>>>>> server");
    }

    @Test
    void makesOneConflictOfWhatIsTooBig() {
        String big = "0123456789abcde\n".repeat((Merge.BYTES_MAX >> 4) + 1);
        Merge merge = Merge.of(MARKDOWN, big, big + "mine\n", "theirs\n" + big);
        assertThat(merge.clean()).isFalse();
        assertThat(merge.content()).startsWith("<<<<<<< yours\n0123").endsWith(big + ">>>>>>> server\n");
    }

    private static String numbered(int count, java.util.function.IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
    }

    private static List<String> lines(Random random, int count) {
        return new ArrayList<>(
                random.ints(count, 0, 12).mapToObj(word -> "old " + word).toList());
    }

    private static String text(Random random, List<String> lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(line).append(random.nextInt(4) == 0 ? "\r\n" : "\n");
        }
        return random.nextBoolean() ? text.toString() : text.toString().stripTrailing();
    }

    private static String edited(Random random, String base) {
        List<String> lines = new ArrayList<>(base.lines().toList());
        for (int edit = random.nextInt(4); edit >= 0; edit--) {
            int at = random.nextInt(lines.size() + 1);
            if (random.nextInt(3) == 0 && at < lines.size()) {
                lines.remove(at);
            } else {
                lines.add(at, "new " + random.nextInt(1_000_000));
            }
        }
        return text(new Random(base.hashCode()), lines);
    }
}
