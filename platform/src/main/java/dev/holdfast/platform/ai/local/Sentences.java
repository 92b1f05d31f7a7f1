package dev.holdfast.platform.ai.local;

import dev.holdfast.platform.ai.Prompt.Document;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Cuts Markdown into sentences: a heading, a list item or a table row is one of its own; code is left out. */
final class Sentences {

    private static final int MAX_LENGTH = 600;
    private static final int MAX_COUNT = 20_000;
    private static final Pattern EDGE = Pattern.compile("^(?:\\s*(?:[#>*+|-]+|\\d{1,3}[.)])\\s+)+|[\\s|]+$");
    private static final Pattern OWN_LINE = Pattern.compile("\\s*(?:[#>*+|-]|\\d{1,3}[.)]\\s).*");

    private Sentences() {}

    /** The sentences of all documents in order, at most 20,000. */
    static List<Sentence> of(List<Document> documents) {
        List<Sentence> sentences = new ArrayList<>();
        for (Document document : documents) {
            for (String block : blocks(document.text())) {
                cut(document.title(), block, sentences);
            }
        }
        return sentences;
    }

    private static List<String> blocks(String text) {
        List<String> blocks = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        boolean code = false;
        for (String line : text.lines().toList()) {
            boolean fence = line.stripLeading().startsWith("```");
            if (fence || code || line.isBlank() || OWN_LINE.matcher(line).matches()) {
                flush(open, blocks);
            }
            if (!fence && !code) {
                open.append(line.strip()).append(' ');
            }
            code ^= fence;
        }
        flush(open, blocks);
        return blocks;
    }

    private static void flush(StringBuilder open, List<String> blocks) {
        if (!open.toString().isBlank()) {
            blocks.add(open.toString());
        }
        open.setLength(0);
    }

    private static void cut(String title, String block, List<Sentence> sentences) {
        BreakIterator iterator = BreakIterator.getSentenceInstance(Locale.ROOT);
        iterator.setText(block);
        int start = iterator.first();
        for (int end = iterator.next(); end != BreakIterator.DONE; start = end, end = iterator.next()) {
            String text =
                    EDGE.matcher(block.substring(start, end)).replaceAll("").strip();
            List<String> words = text.length() > MAX_LENGTH ? List.of() : Words.of(text);
            if (!words.isEmpty() && sentences.size() < MAX_COUNT) {
                sentences.add(new Sentence(title, text, words));
            }
        }
    }
}
