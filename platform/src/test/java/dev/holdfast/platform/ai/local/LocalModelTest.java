package dev.holdfast.platform.ai.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.ai.Generation;
import dev.holdfast.platform.ai.Options;
import dev.holdfast.platform.ai.Prompt;
import dev.holdfast.platform.ai.Prompt.Document;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalModelTest {

    private static final String BOAT = """
            # The boat

            Held fast in the harbour of Lund. The anchor weighs twelve kilograms and lies at the bow.

            - The sail is red.
            - The rudder is oak.

            ```
            anchor anchor anchor in code says nothing.
            ```
            """;

    private final LocalModel model = new LocalModel();

    @Test
    void quotesTheSentenceThatAnswers() {
        Generation generation = ask("How heavy is the anchor?", new Document("Boat", BOAT));
        assertThat(generation.text())
                .startsWith("No language model is behind this answer.")
                .contains("- The anchor weighs twelve kilograms and lies at the bow. (Boat)\n")
                .contains("Key phrases: ")
                .doesNotContain("in code")
                .doesNotContain("- The sail");
        assertThat(ask("How heavy is the anchor?", new Document("Boat", BOAT))).isEqualTo(generation);
    }

    @Test
    void saysWhatTheDocumentsAreAboutWhenNothingFits() {
        String text = ask("Zusammenfassung", new Document("Boat", BOAT)).text();
        assertThat(text)
                .contains("no sentence of the documents has a word of the question")
                .contains("(Boat)");
    }

    @Test
    void findsWordsWithoutSpacesAndWithoutAccents() {
        assertThat(ask("锚有多重", new Document("船", "船停在港口。锚重十二公斤。帆是红色的。")).text()).contains("- 锚重十二公斤。 (船)");
        assertThat(ask(
                                "poids de l'ancre a Orleans",
                                new Document("B", "La voile est rouge. L'ancre d'Orléans pèse douze kilos."))
                        .text())
                .contains("- L'ancre d'Orléans pèse douze kilos. (B)");
    }

    @Test
    void saysThatItHasNothingToQuote() {
        assertThat(ask("What is love?").text()).contains("can only quote from documents");
        assertThat(ask("What is love?", new Document("empty", "")).text()).contains("can only quote from documents");
    }

    @Test
    void quotesWhatTheQuestionBrings() {
        assertThat(ask("Summarize this:\n" + BOAT).text()).contains("anchor weighs twelve");
    }

    @Test
    void piecesMakeTheWhole() {
        List<String> pieces = new ArrayList<>();
        Generation generation =
                model.stream(new Prompt("anchor", List.of(new Document("Boat", BOAT))), options(100), pieces::add);
        assertThat(String.join("", pieces)).isEqualTo(generation.text());
        assertThat(pieces).hasSizeGreaterThan(2).doesNotContain("");
    }

    @Test
    void keepsToTheLimit() {
        String many = "The anchor number %d of the boat has a weight that someone wrote down %d times with care.\n\n"
                .repeat(50)
                .formatted(IntStream.range(0, 100).boxed().toArray());
        assertThat(model.generate(new Prompt("anchor", List.of(new Document("B", many))), options(80))
                        .text()
                        .lines()
                        .filter(l -> l.startsWith("- ")))
                .hasSize(1);
    }

    private Generation ask(String question, Document... documents) {
        return model.generate(new Prompt(question, List.of(documents)), options(2000));
    }

    private static Options options(int tokens) {
        return new Options(LocalModel.MODEL, tokens, Duration.ofSeconds(5));
    }
}
