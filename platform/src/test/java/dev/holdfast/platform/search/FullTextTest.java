package dev.holdfast.platform.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.holdfast.testkit.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FullTextTest {

    private static final Path DATA = Path.of(System.getProperty("holdfast.root", "."), "../shared/data");

    private FullTextStore store;

    @BeforeAll
    void connect() throws Exception {
        store = new FullTextStore(TestDatabase.fresh());
    }

    @AfterAll
    void disconnect() throws Exception {
        store.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "The quick brown foxes were running. | fox",
                "The quick brown foxes were running. | RUNS quick",
                "The quick brown foxes were running. | \"quick brown\"",
                "The quick brown foxes were running. | quic",
                "The quick brown foxes were running. | brown -cat",
                "The quick brown foxes were running. | cat OR fox",
                "Crème brûlée à la carte | creme brulee",
                "Creme brulee | Crème BRÛLÉE",
                "Smørrebrød und Straße, Łódź, İstanbul, ılık | smorrebrod strasse lodz istanbul ilik",
                "Ήλιος και θάλασσα, ΟΔΟΣ | ηλιος οδος",
                "Ёлка и чай | елка ЧАИ",
                "l'avion de l’été | avion ete",
                "see holdfast.json and ann@example.org | \"holdfast.json\" example.org",
                "see holdfast.json | json",
                "C'est 12\u202f500,75 € | 500",
                "人民共和国的首都是北京市 | 北京",
                "人民共和国的首都是北京市 | 首都是北",
                "人民共和国的首都是北京市 | 京",
                "人民共和国的首都是北京市 | 市",
                "吾輩は猫である。名前はまだ無い。 | 猫である",
                "吾輩は猫である。名前はまだ無い。 | 名前 猫",
                "東京タワー2024年 | タワー",
                "東京タワー2024年 | 2024年",
                "ｶﾞｷﾞｸﾞ テスト | ガギグ",
                "서울에서 만나요 | 서울",
                "ภาษาไทยเป็นภาษาที่สวยงาม | ภาษาไทย",
                "ภาษาไทยเป็นภาษาที่สวยงาม | สวย",
                "ភាសាខ្មែរជាភាសាផ្លូវការ | ខ្មែរ",
                "ភាសាខ្មែរជាភាសាផ្លូវការ | ផ្លូវការ",
                "ພາສາລາວ | ລາວ",
                "မြန်မာဘာသာစကား | ဘာသာ",
                "الكِتابُ على الطاولة | كتاب",
                "أحمد إلى مدرسة | احمد الي مدرسه",
                "این کتاب من است | كتاب",
                "שָׁלוֹם עולם | שלום",
                "हिन्दी भाषा | हिन्दी",
                "٢٠٢٤ سنة | 2024",
                "ship it 🚀👩‍💻 now | 🚀",
                "ｆｕｌｌｗｉｄｔｈ ﬁle ① | fullwidth file 1",
                "ﷺ | عليه",
                "5㌢ | センチ",
                "㈱ | 株",
            })
    void finds(String text, String query) throws Exception {
        assertThat(store.finds(Tokens.vector("", text), query))
                .as("%s in %s", query, text)
                .isTrue();
        assertThat(store.finds(Tokens.vector(text, ""), query)).isTrue();
        assertThat(Snippets.of(text, QueryText.parse(query))).contains("<mark>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "The quick brown foxes were running. | cat",
                "The quick brown foxes were running. | \"brown quick\"",
                "The quick brown foxes were running. | \"quick fox\"",
                "The quick brown foxes were running. | brown -quick",
                "The quick brown foxes were running. | brown -\"quick brown\"",
                "The quick brown foxes were running. | cat OR dog",
                "The quick brown foxes were running. | qui bro",
                "人民共和国的首都是北京市 | 京北",
                "人民共和国的首都是北京市 | 东京",
                "東京 京都 | 東京都",
                "ภาษาไทย | ไทยภาษา",
                "がき | かき",
            })
    void doesNotFind(String text, String query) throws Exception {
        assertThat(store.finds(Tokens.vector("", text), query))
                .as("%s in %s", query, text)
                .isFalse();
    }

    @Test
    void ranksTheTitleAboveTheBodyAndKeepsPhrasesApart() throws Exception {
        assertThat(store.rank(Tokens.vector("apple", "pear"), "apple"))
                .isGreaterThan(store.rank(Tokens.vector("pear", "apple"), "apple"));
        assertThat(store.finds(Tokens.vector("apple", "pear"), "\"apple pear\""))
                .isFalse();
        assertThat(store.finds(Tokens.vector("apple", "pear"), "apple pear")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \t\n",
                "-",
                "--",
                "\"",
                "\"\"",
                "\"\"\"",
                "OR",
                "OR OR",
                "- -",
                "'",
                "\\",
                "-\"",
                "! & | ( ) <-> :*",
                "\0",
                "\ud800",
                "\u0301"
            })
    void asksNothingOfPostgresWhereNothingIsAsked(String query) {
        assertThat(QueryText.parse(query).tsquery()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a & b",
                "a:*",
                "!a",
                "a | OR b",
                "\"a",
                "a\"b\"c",
                "-\"a b\" c",
                "it''s \\' here",
                "OR a OR",
                "a <-> b",
                "\ud83d\ude80\ud83d",
                "x\0y"
            })
    void neverFailsOnAnOperator(String query) throws Exception {
        assertThat(store.rank(Tokens.vector("a", "b c"), query)).isGreaterThanOrEqualTo(0);
    }

    @Test
    void boundsQueries() throws Exception {
        String words = IntStream.range(0, 5000).mapToObj(i -> "-w" + i).collect(Collectors.joining(" "));
        assertThat(QueryText.parse(words).tsquery().orElseThrow().split("&")).hasSize(32);
        assertThat(store.finds(Tokens.vector("x", ""), words)).isTrue();
        assertThat(store.finds(Tokens.vector("x", ""), "漢".repeat(5000))).isFalse();
    }

    @Test
    void storesTenMegabytesOfDistinctWordsInPart() throws Exception {
        StringBuilder text = new StringBuilder("beginning ");
        for (int i = 0; text.length() < 10 << 20; i++) {
            text.append("word").append(Integer.toString(i, 36)).append(' ');
        }
        TextVector vector = Tokens.vector("Big", text.toString());
        assertThat(vector.whole()).isFalse();
        assertThat(store.lexemes(vector)).isGreaterThan(30_000);
        assertThat(store.finds(vector, "beginning big")).isTrue();
    }

    @Test
    void findsPhrasesInTextsTooLongForPositions() throws Exception {
        TextVector vector = Tokens.vector("", "and so on, ".repeat(300_000) + "人民共和国 the very end");
        assertThat(vector.whole()).isTrue();
        assertThat(store.finds(vector, "\"the very end\"")).isTrue();
        assertThat(store.finds(vector, "共和国")).isTrue();
        assertThat(store.finds(vector, "\"so far\"")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void storesAnyText(long seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            StringBuilder text = new StringBuilder();
            int bound = round % 2 == 0 ? 0x3000 : 0x30000;
            for (int i = random.nextInt(2000); i > 0; i--) {
                text.appendCodePoint(random.nextInt(20) == 0 ? ' ' : random.nextInt(bound));
            }
            TextVector vector = Tokens.vector("t", text.toString());
            assertThat(store.lexemes(vector)).isPositive();
            String query = text.substring(0, Math.min(text.length(), 100));
            assertThat(store.rank(vector, query))
                    .as("seed %d round %d", seed, round)
                    .isGreaterThanOrEqualTo(0);
        }
    }

    @Test
    void boundsWordsAndMarksWithoutEnd() throws Exception {
        String zalgo = "e" + "\u0301".repeat(100_000) + " ก" + "\u0E49".repeat(100_000) + "ข " + "x".repeat(1_000_000)
                + " ﷺ".repeat(1000);
        TextVector vector = Tokens.vector(zalgo, zalgo);
        assertThat(store.lexemes(vector)).isPositive();
        assertThat(store.finds(vector, "e")).isTrue();
    }

    @Test
    void storesAndFindsNaughtyStrings() throws Exception {
        Path strings = DATA.resolve("torture/blns/blns.json");
        assumeThat(strings).as("the naughty strings are not on this machine").exists();
        for (String naughty : JsonMapper.shared().readValue(strings.toFile(), String[].class)) {
            TextVector vector = Tokens.vector(naughty, naughty);
            assertThat(store.lexemes(vector)).isGreaterThanOrEqualTo(0);
            boolean words = QueryText.parse(naughty).tsquery().isPresent();
            boolean plain = naughty.length() < 200 && !naughty.contains("-") && !naughty.contains("OR");
            if (words && plain) {
                assertThat(store.finds(vector, naughty)).as(naughty).isTrue();
            }
            assertThat(Snippets.of(naughty, QueryText.parse(naughty)).replaceAll("</?mark>", ""))
                    .doesNotContain("<", ">");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tldr/pages.zh/common/tar.md",
                "tldr/pages.ja/common/tar.md",
                "tldr/pages.ar/common/tar.md",
                "free-programming-books/docs/CODE_OF_CONDUCT-km.md",
                "free-programming-books/docs/CODE_OF_CONDUCT-th.md",
            })
    void findsEveryRunOfTheCorpus(String page) throws Exception {
        Path file = DATA.resolve("documents").resolve(page);
        assumeThat(file).as("the corpus is not on this machine").exists();
        String text = Files.readString(file);
        TextVector vector = Tokens.vector("", text);
        for (String run : Stream.of(text.split("[^\\p{L}\\p{M}]+"))
                .filter(run -> !run.isBlank())
                .toList()) {
            int middle = run.offsetByCodePoints(0, run.codePointCount(0, run.length()) / 2);
            while (!Characters.isBoundary(run, middle)) {
                middle++;
            }
            boolean spaceless = Characters.isSpaceless(run.codePointAt(0));
            for (String query :
                    spaceless && middle < run.length() ? List.of(run, run.substring(middle)) : List.of(run)) {
                assertThat(store.finds(vector, query)).as(query).isTrue();
            }
        }
    }
}
