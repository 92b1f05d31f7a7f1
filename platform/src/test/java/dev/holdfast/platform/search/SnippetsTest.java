package dev.holdfast.platform.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnippetsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "A quick brown fox | quick | A <mark>quick</mark> brown fox",
                "A quick brown fox | \"quick brown\" | A <mark>quick brown</mark> fox",
                "Foxes and a Fox | fox | <mark>Foxes</mark> and a <mark>Fox</mark>",
                "Crème brûlée | creme | <mark>Crème</mark> brûlée",
                "cre\u0300me fraiche | crème | <mark>cre\u0300me</mark> fraiche",
                "<b>a & \"b\"</b> it's | b | &lt;<mark>b</mark>&gt;a &amp; &quot;<mark>b</mark>&quot;&lt;/<mark>b</mark>&gt; it&#39;s",
                "首都是北京市。 | 北京 | 首都是<mark>北京</mark>市。",
                "首都是北京市。 | 京 | 首都是北<mark>京</mark>市。",
                "東京 京都 | 東京都 | <mark>東京</mark> <mark>京都</mark>",
                "人民共和国 | 共和国 | 人民<mark>共和国</mark>",
                "ภาษาไทยสวย | ไทย | ภาษา<mark>ไทย</mark>สวย",
                "على الطاولة كتاب | كتاب | على الطاولة <mark>كتاب</mark>",
                "go 🚀👩\u200d💻 now | 🚀 | go <mark>🚀</mark>👩\u200d💻 now",
                "a fox | -fox a | <mark>a</mark> fox",
                "nothing here | cat | nothing here",
                "``|cat|``",
            })
    void marksHits(String text, String query, String snippet) {
        assertThat(Snippets.of(text, QueryText.parse(query))).isEqualTo(snippet);
    }

    @Test
    void showsTheStretchWithTheMostDifferentWords() {
        String text = "apple apple apple " + "filler words ".repeat(100) + "apple with pear" + " and so on".repeat(100);
        String snippet = Snippets.of(text, QueryText.parse("apple pear"));
        assertThat(snippet).startsWith("…").endsWith("…").contains("<mark>apple</mark> with <mark>pear</mark>");
        assertThat(snippet.replaceAll("</?mark>", "").length()).isLessThanOrEqualTo(300);
    }

    @Test
    void leavesOutWhatWouldBreakThePage() {
        assertThat(Snippets.of("a\u0000\u202Eb\u2066\n\n\t  c\ud800 \u001b[0m", QueryText.parse("zzz")))
                .isEqualTo("ab c [0m");
    }

    @Test
    void neverCutsACharacter() {
        Random random = new Random(7);
        String[] characters = {"😀", "e\u0301\u0302", "👩\u200d💻", "ก\u0E35\u0E49", "漢", "a", " ", "<", "של", "\u0301"
        };
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(900); i > 0; i--) {
                text.append(characters[random.nextInt(characters.length)]);
            }
            text.insert(
                    text.length() == 0
                            ? 0
                            : text.offsetByCodePoints(0, random.nextInt(text.codePointCount(0, text.length()))),
                    " needle ");
            String snippet = Snippets.of(text.toString(), QueryText.parse("needle"));
            String shown = snippet.replaceAll("</?mark>", "").replace("&lt;", "<");
            assertThat(snippet).as("round %d", round).contains("<mark>needle");
            assertThat(shown.length()).isLessThanOrEqualTo(300);
            assertThat(shown.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE))
                    .isTrue();
        }
    }

    @Test
    void copesWithOneCharacterLongerThanTheWindow() {
        String text = "x needle " + "e" + "\u0301".repeat(5000);
        assertThat(Snippets.of(text, QueryText.parse("needle"))).contains("<mark>needle</mark>");
        assertThat(Snippets.of("e" + "\u0301".repeat(5000), QueryText.parse("e")))
                .hasSizeLessThan(330);
    }
}
