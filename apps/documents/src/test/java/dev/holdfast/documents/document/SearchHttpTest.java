package dev.holdfast.documents.document;

import static dev.holdfast.documents.DocumentsStage.app;
import static dev.holdfast.documents.DocumentsStage.document;
import static dev.holdfast.documents.DocumentsStage.id;
import static dev.holdfast.documents.DocumentsStage.person;
import static dev.holdfast.documents.DocumentsStage.workspace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.holdfast.documents.DocumentsStage.Person;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SearchHttpTest {
    private static final Path CORPUS = Path.of(System.getProperty("holdfast.root", "."), "../shared/data/documents");

    private static Person ada = person();
    private static String workspace = "";

    @BeforeAll
    static void settle() {
        ada = person();
        workspace = workspace(ada);
        document(ada.client(), workspace, "English", "The quick brown foxes are running over lazy dogs.");
        document(ada.client(), workspace, "Français", "Une crème brûlée près de l'école.");
        document(ada.client(), workspace, "中文", "全文搜索在没有空格的文字里也能找到词语。");
        document(ada.client(), workspace, "日本語", "東京都の図書館で全文検索を試す。");
        document(ada.client(), workspace, "ไทย", "ภาษาไทยไม่มีช่องว่างระหว่างคำ");
        document(ada.client(), workspace, "ខ្មែរ", "ភាសាខ្មែរមិនមានចន្លោះរវាងពាក្យទេ");
        document(ada.client(), workspace, "العربية", "البحث في النصوص العربية");
        document(ada.client(), workspace, "Русский", "Полнотекстовый поиск по документам");
        document(ada.client(), workspace, "Code", "call `std::vector<int>` & <b>bold</b> foo_bar@example.org");
    }

    @ParameterizedTest
    @CsvSource({
        "fox, English",
        "running dogs, English",
        "'\"quick brown\"', English",
        "creme, Français",
        "brûlée, Français",
        "ecole, Français",
        "搜索, 中文",
        "图书 OR 词语, 中文",
        "図書館, 日本語",
        "検索, 日本語",
        "ช่องว่าง, ไทย",
        "ភាសា, ខ្មែរ",
        "العربية, العربية",
        "поиск, Русский",
        "foo_bar@example.org, Code",
        "vector, Code"
    })
    void findsWordsInTheirScript(String query, String title) {
        assertThat(titles(hits(query))).as(query).contains(title);
    }

    @ParameterizedTest
    @CsvSource({"zebra", "'\"brown quick\"'", "fox -dogs", "???", "'- - -'", "'\"'", "'!&|():*<->'", "图书"})
    void findsNothingElse(String query) {
        assertThat(hits(query)).as(query).isEmpty();
    }

    @Test
    void aQueryThatOnlyExcludesIsAnsweredFromTheWorkspaceAlone() {
        assertThat(titles(hits("-fox"))).hasSize(8).doesNotContain("English");
    }

    @Test
    void snippetsAreSafeToShow() {
        JsonNode hit = hits("bold").get(0);
        assertThat(hit.get("snippet").asString())
                .contains("&lt;b&gt;<mark>bold</mark>&lt;/b&gt;", "&lt;int&gt;", "&amp;")
                .doesNotContain("<b>");
        assertThat(hit.has("content")).isFalse();
        assertThat(hit.has("rank")).isFalse();
    }

    @Test
    void theTitleCountsMore() {
        String own = workspace(ada);
        document(ada.client(), own, "Cooking", "Once upon a time a turnip was mentioned here.");
        document(ada.client(), own, "All about the turnip", "Vegetables.");
        document(ada.client(), own, "Garden", "Nothing of the kind.");
        assertThat(titles(hits(ada.client(), own, "turnip", 200))).containsExactly("All about the turnip", "Cooking");
    }

    @Test
    void nobodyFindsWhatIsntTheirs() {
        Person bob = person();
        String bobs = workspace(bob);
        assertThat(hits(bob.client(), bobs, "fox", 200)).isEmpty();
        assertThat(bob.client()
                        .get("api/workspaces/" + workspace + "/documents?query=fox")
                        .status())
                .isEqualTo(404);
        // The lexeme that names a space can't be asked for.
        assertThat(hits(bob.client(), bobs, "@" + workspace, 200)).isEmpty();
        assertThat(hits(bob.client(), bobs, "\"@" + workspace + "\" OR fox", 200))
                .isEmpty();
    }

    @Test
    void editsAreFoundAndTheOldTextIsnt() {
        Answer made = document(ada.client(), workspace, "Edited", "firstword");
        assertThat(hits("firstword")).hasSize(1);
        ada.client()
                .with("If-Match", "*")
                .put("api/documents/" + id(made), "{\"title\":\"Edited\",\"content\":\"secondword\"}");
        assertThat(hits("firstword")).isEmpty();
        assertThat(hits("secondword")).hasSize(1);
        ada.client().delete("api/documents/" + id(made));
    }

    @Test
    void pagesOfHitsShowEachOnceInOrder() {
        String own = workspace(ada);
        for (int i = 0; i < 23; i++) {
            document(ada.client(), own, "Doc " + i, "plum ".repeat(1 + i % 5) + "filler ".repeat(20));
        }
        List<String> all = ids(hits(ada.client(), own, "plum", 200));
        List<String> paged = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Answer page = ada.client().get("api/workspaces/" + own + "/documents?query=plum&limit=5" + cursor);
            page.json().get("items").forEach(item -> paged.add(item.get("id").asString()));
            JsonNode next = page.json().get("nextCursor");
            cursor = next.isNull() ? null : "&cursor=" + next.asString();
        }
        assertThat(paged).isEqualTo(all).hasSize(23);
        assertThat(new HashSet<>(paged)).hasSize(23);
        String foreign = ada.client()
                .get("api/workspaces/" + own + "/documents?query=plum&limit=5")
                .json()
                .get("nextCursor")
                .asString();
        assertThat(ada.client()
                        .get("api/workspaces/" + own + "/documents?query=filler&cursor=" + foreign)
                        .json()
                        .get("code")
                        .asString())
                .isEqualTo("CURSOR_MISMATCH");
    }

    @Test
    void oneIndexAnswersForOneWorkspace() throws Exception {
        app().database()
                .asOwner(
                        "insert into documents.documents (id, space_id, title, content, content_type, content_etag, created_at, "
                                + "updated_at, lexemes) select gen_random_uuid(), '" + workspace
                                + "', 'bulk', repeat('bulk ', 300), 'text/plain', repeat('0', 64), "
                                + "now(), now(), to_tsvector('simple', 'bulk word' || i) from generate_series(1, 5000) i",
                        "analyze documents.documents");
        StringBuilder plan = new StringBuilder();
        try (Connection owner = app().database().owner();
                Statement statement = owner.createStatement();
                ResultSet rows =
                        statement.executeQuery("explain select d.id from documents.documents d where d.lexemes @@ "
                                + "('''word4999'''::tsquery && quote_literal('@" + workspace
                                + "')::tsquery) and d.space_id = '" + workspace
                                + "' and not d.deleted limit 1000")) {
            while (rows.next()) {
                plan.append(rows.getString(1)).append('\n');
            }
        }
        assertThat(plan.toString()).contains("documents_lexemes").doesNotContain("Seq Scan");
        assertThat(hits("word4999")).hasSize(1);
        app().database().asOwner("delete from documents.documents where title = 'bulk'");
    }

    @Test
    void aRealCorpusIsFound() throws Exception {
        Path pages = CORPUS.resolve("tldr");
        assumeThat(Files.isDirectory(pages)).as("no corpus at " + pages).isTrue();
        String own = workspace(ada);
        for (String folder : List.of("pages/common", "pages.zh/common", "pages.ja/common", "pages.ar/common")) {
            try (Stream<Path> files = Files.list(pages.resolve(folder))) {
                for (Path file : files.sorted().limit(60).toList()) {
                    document(ada.client(), own, folder + "/" + file.getFileName(), Files.readString(file));
                }
            }
        }
        Path page = pages.resolve("pages.zh/common");
        try (Stream<Path> files = Files.list(page)) {
            Path first = files.sorted().findFirst().orElseThrow();
            String line = Files.readAllLines(first).stream()
                    .filter(text -> text.startsWith("> "))
                    .findFirst()
                    .orElseThrow();
            String words =
                    line.substring(2).replaceAll("[^\\p{IsHan}]+", " ").strip().split(" ", -1)[0];
            assertThat(titles(hits(ada.client(), own, words, 200)))
                    .as(words)
                    .contains("pages.zh/common/" + first.getFileName());
        }
        assertThat(hits(ada.client(), own, "archive", 200)).isNotEmpty();
    }

    private static List<JsonNode> hits(String query) {
        return hits(ada.client(), workspace, query, 200);
    }

    private static List<JsonNode> hits(TestClient client, String workspace, String query, int limit) {
        Answer answer = client.get("api/workspaces/" + workspace + "/documents?limit=" + limit + "&query="
                + URLEncoder.encode(query, StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<JsonNode> hits = new ArrayList<>();
        answer.json().get("items").forEach(hits::add);
        return hits;
    }

    private static List<String> titles(List<JsonNode> hits) {
        return hits.stream().map(hit -> hit.get("title").asString()).toList();
    }

    private static List<String> ids(List<JsonNode> hits) {
        return hits.stream().map(hit -> hit.get("id").asString()).toList();
    }
}
