package dev.holdfast.platform.ai.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what a text speaks of: runs of up to three telling words, scored by degree over frequency as in RAKE (Rose and others, 2010),
 * times how often the run comes.
 */
final class KeyPhrases {

    private static final int MAX_WORDS = 3;

    private KeyPhrases() {}

    /** The best phrases, at most so many; ties in the order of their first appearance. */
    static List<String> of(List<Sentence> sentences, int count) {
        Map<String, Integer> runs = new LinkedHashMap<>();
        for (Sentence sentence : sentences) {
            List<String> run = new ArrayList<>();
            for (String word : sentence.words()) {
                if (Words.telling(word) && !word.chars().allMatch(Character::isDigit)) {
                    run.add(word);
                } else {
                    close(run, runs);
                }
            }
            close(run, runs);
        }
        Map<String, Integer> frequency = new HashMap<>();
        Map<String, Integer> degree = new HashMap<>();
        runs.forEach((run, times) -> {
            String[] words = run.split(" ");
            for (String word : words) {
                frequency.merge(word, times, Integer::sum);
                degree.merge(word, times * words.length, Integer::sum);
            }
        });
        return runs.entrySet().stream()
                .sorted((a, b) -> Double.compare(score(b, frequency, degree), score(a, frequency, degree)))
                .limit(count)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static double score(
            Map.Entry<String, Integer> run, Map<String, Integer> frequency, Map<String, Integer> degree) {
        double score = 0;
        for (String word : run.getKey().split(" ")) {
            score += (double) degree.getOrDefault(word, 0) / frequency.getOrDefault(word, 1);
        }
        return score * run.getValue();
    }

    private static void close(List<String> run, Map<String, Integer> runs) {
        if (!run.isEmpty() && run.size() <= MAX_WORDS) {
            runs.merge(String.join(" ", run), 1, Integer::sum);
        }
        run.clear();
    }
}
