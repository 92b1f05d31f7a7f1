package dev.holdfast.platform.ai.local;

import dev.holdfast.platform.ai.Generation;
import dev.holdfast.platform.ai.Options;
import dev.holdfast.platform.ai.Prompt;
import dev.holdfast.platform.ai.Prompt.Document;
import dev.holdfast.platform.ai.TextModel;
import dev.holdfast.platform.ai.Tokens;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers by quoting: the sentences of the given documents that fit the question best, and what they speak of. It invents nothing,
 * needs nothing, says the same every time and says what it is. Its tokens are words; they cost nothing.
 */
public final class LocalModel implements TextModel {

    /** The one model there is. */
    public static final String MODEL = "extractive";

    private static final int MAX_SENTENCES = 5;
    private static final int MAX_PHRASES = 5;
    private static final int WORDS_ASIDE = 60;
    private static final String NOTHING =
            "No language model is behind this answer: this server can only quote from documents, and none was given with the question.";
    private static final String QUOTES =
            "No language model is behind this answer. These sentences of the documents fit the question best:\n";
    private static final String THEME =
            "No language model is behind this answer, and no sentence of the documents has a word of the question. These say most of what"
                    + " the documents are about:\n";

    @Override
    public String provider() {
        return "local";
    }

    @Override
    public Generation generate(Prompt prompt, Options options) {
        return stream(prompt, options, text -> {});
    }

    @Override
    public Generation stream(Prompt prompt, Options options, Deltas deltas) {
        List<String> pieces = pieces(prompt, options.maxOutputTokens());
        pieces.forEach(deltas::delta);
        String text = String.join("", pieces);
        Tokens tokens =
                new Tokens(Words.of(prompt.message()).size(), Words.of(text).size());
        return new Generation(text, MODEL, tokens, false);
    }

    private static List<String> pieces(Prompt prompt, int maxWords) {
        List<Sentence> sentences = Sentences.of(material(prompt));
        if (sentences.isEmpty()) {
            return List.of(NOTHING);
        }
        Ranking ranking = new Ranking(sentences);
        List<String> pieces = new ArrayList<>();
        pieces.add(ranking.answers(prompt.question()) && !prompt.documents().isEmpty() ? QUOTES : THEME);
        int words = WORDS_ASIDE;
        for (Sentence sentence : ranking.best(prompt.question(), MAX_SENTENCES)) {
            words += sentence.words().size();
            if (words <= maxWords || pieces.size() == 1) {
                pieces.add("- " + sentence.text() + (sentence.title().isEmpty() ? "" : " (" + sentence.title() + ")")
                        + "\n");
            }
        }
        List<String> phrases = KeyPhrases.of(sentences, MAX_PHRASES);
        if (!phrases.isEmpty()) {
            pieces.add("Key phrases: " + String.join(", ", phrases) + ".");
        }
        return pieces;
    }

    /** Without documents, a question of several lines brings its own: its first line asks, the others are quoted. */
    private static List<Document> material(Prompt prompt) {
        if (!prompt.documents().isEmpty()) {
            return prompt.documents();
        }
        int line = prompt.question().strip().indexOf('\n');
        return line < 0
                ? List.of()
                : List.of(new Document("", prompt.question().strip().substring(line)));
    }
}
