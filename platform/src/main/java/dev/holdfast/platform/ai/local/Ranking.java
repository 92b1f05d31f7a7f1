package dev.holdfast.platform.ai.local;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Orders sentences by how well they answer a question: Okapi BM25 with each sentence as a document (Robertson and Zaragoza, "The
 * Probabilistic Relevance Framework: BM25 and Beyond", 2009). Where the question shares no telling word with them, by how much of what
 * they all speak of is in them.
 */
final class Ranking {

    private static final double K1 = 1.2;
    private static final double B = 0.75;
    private static final double SAME = 0.6;

    private final List<Sentence> sentences;
    private final Map<String, Integer> frequency = new HashMap<>();
    private final double averageLength;

    Ranking(List<Sentence> sentences) {
        this.sentences = sentences;
        long length = 0;
        for (Sentence sentence : sentences) {
            length += sentence.words().size();
            new HashSet<>(sentence.words()).forEach(word -> frequency.merge(word, 1, Integer::sum));
        }
        this.averageLength = Math.max(1, (double) length / Math.max(1, sentences.size()));
    }

    /** Whether any sentence has a telling word of the question. */
    boolean answers(String question) {
        return query(question).stream().anyMatch(frequency::containsKey);
    }

    /** At most so many sentences, none nearly the same as another, in the order in which they stand in the documents. */
    List<Sentence> best(String question, int count) {
        Set<String> query = answers(question) ? query(question) : theme();
        double[] scores = sentences.stream()
                .mapToDouble(sentence -> score(sentence, query))
                .toArray();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] > 0) {
                order.add(i);
            }
        }
        order.sort(Comparator.<Integer>comparingDouble(i -> -scores[i]).thenComparingInt(i -> i));
        List<Integer> chosen = new ArrayList<>();
        for (int candidate : order) {
            if (chosen.size() == count) {
                break;
            }
            if (chosen.stream().noneMatch(other -> alike(sentences.get(other), sentences.get(candidate)))) {
                chosen.add(candidate);
            }
        }
        return chosen.stream().sorted().map(sentences::get).toList();
    }

    private static Set<String> query(String question) {
        Set<String> query = new LinkedHashSet<>(Words.of(question));
        query.removeIf(word -> !Words.telling(word));
        return query;
    }

    /** The words that most sentences share, without the ones that say nothing. */
    private Set<String> theme() {
        Set<String> theme = new LinkedHashSet<>();
        frequency.entrySet().stream()
                .filter(entry -> Words.telling(entry.getKey()))
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(12)
                .forEach(entry -> theme.add(entry.getKey()));
        return theme;
    }

    private double score(Sentence sentence, Set<String> query) {
        Map<String, Integer> counts = new HashMap<>();
        sentence.words().forEach(word -> counts.merge(word, 1, Integer::sum));
        double score = 0;
        double norm = K1 * (1 - B + B * sentence.words().size() / averageLength);
        for (String word : query) {
            int count = counts.getOrDefault(word, 0);
            int holders = frequency.getOrDefault(word, 0);
            double rarity = Math.log(1 + (sentences.size() - holders + 0.5) / (holders + 0.5));
            score += rarity * count * (K1 + 1) / (count + norm);
        }
        return score;
    }

    private static boolean alike(Sentence one, Sentence other) {
        Set<String> both = new HashSet<>(one.words());
        Set<String> all = new HashSet<>(both);
        Set<String> others = new HashSet<>(other.words());
        both.retainAll(others);
        all.addAll(others);
        return both.size() > SAME * all.size();
    }
}
