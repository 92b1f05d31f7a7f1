package dev.holdfast.documents.merge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HashedSequence;
import org.eclipse.jgit.diff.HashedSequenceComparator;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.LowLevelDiffAlgorithm;
import org.eclipse.jgit.diff.Sequence;

/**
 * JGit's histogram diff with a bound on its work. Alone it takes quadratic time where every second line differs; so the region
 * is first cut at lines that stand exactly once on either side and in the same order (patience diff, Bram Cohen; n log n), and
 * what lies between two cuts is left to the histogram while the budget lasts. A gap that is too big for it becomes one edit:
 * coarser, still right. One instance serves one merge or one diff; it isn't for several threads.
 */
final class BoundedDiff extends LowLevelDiffAlgorithm {

    /** Pairs of lines that the histogram may have to look at, over the whole of a merge or diff. */
    private static final long PAIRS_MAX = 200_000_000;

    private final HistogramDiff histogram = new HistogramDiff();
    private long pairsLeft = PAIRS_MAX;

    BoundedDiff() {
        // Myers, the usual fallback where lines repeat a lot, has no bound of its own.
        histogram.setFallbackAlgorithm(new SmallMyers());
    }

    @Override
    public <S extends Sequence> void diffNonCommon(
            EditList edits, HashedSequenceComparator<S> lines, HashedSequence<S> a, HashedSequence<S> b, Edit region) {
        int beginA = region.getBeginA();
        int beginB = region.getBeginB();
        for (Anchor anchor : anchors(lines, a, b, region)) {
            gap(edits, lines, a, b, new Edit(beginA, anchor.a(), beginB, anchor.b()));
            beginA = anchor.a() + 1;
            beginB = anchor.b() + 1;
        }
        gap(edits, lines, a, b, new Edit(beginA, region.getEndA(), beginB, region.getEndB()));
    }

    private <S extends Sequence> void gap(
            EditList edits, HashedSequenceComparator<S> lines, HashedSequence<S> a, HashedSequence<S> b, Edit whole) {
        Edit gap = lines.reduceCommonStartEnd(a, b, whole);
        if (gap.isEmpty()) {
            return;
        }
        long pairs = (long) gap.getLengthA() * gap.getLengthB();
        if (pairs == 0 || pairs > pairsLeft) {
            edits.add(gap);
            return;
        }
        pairsLeft -= pairs;
        histogram.diffNonCommon(edits, lines, a, b, gap);
    }

    /** Lines that occur once on both sides: the longest run of them that is in order on both. */
    private static <S extends Sequence> List<Anchor> anchors(
            HashedSequenceComparator<S> lines, HashedSequence<S> a, HashedSequence<S> b, Edit region) {
        Map<Integer, Integer> onceInA = once(lines, a, region.getBeginA(), region.getEndA());
        Map<Integer, Integer> onceInB = once(lines, b, region.getBeginB(), region.getEndB());
        List<Anchor> common = new ArrayList<>();
        for (int at = region.getBeginA(); at < region.getEndA(); at++) {
            int hash = lines.hash(a, at);
            int inA = onceInA.getOrDefault(hash, -1);
            int inB = onceInB.getOrDefault(hash, -1);
            if (inA == at && inB >= 0 && lines.equals(a, inA, b, inB)) {
                common.add(new Anchor(inA, inB));
            }
        }
        return longestInOrder(common);
    }

    /** Position of each hash that occurs once; −1 where it occurs more often. */
    private static <S extends Sequence> Map<Integer, Integer> once(
            HashedSequenceComparator<S> lines, HashedSequence<S> side, int begin, int end) {
        Map<Integer, Integer> positions = HashMap.newHashMap(end - begin);
        for (int at = begin; at < end; at++) {
            positions.merge(lines.hash(side, at), at, (first, second) -> -1);
        }
        return positions;
    }

    /** Longest subsequence rising in {@code b} of anchors that rise in {@code a} (patience sorting). */
    private static List<Anchor> longestInOrder(List<Anchor> anchors) {
        int[] lastOfLength = new int[anchors.size()];
        int[] before = new int[anchors.size()];
        int longest = 0;
        for (int i = 0; i < anchors.size(); i++) {
            int low = 0;
            int high = longest;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (anchors.get(lastOfLength[middle]).b() < anchors.get(i).b()) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            before[i] = low == 0 ? -1 : lastOfLength[low - 1];
            lastOfLength[low] = i;
            longest = Math.max(longest, low + 1);
        }
        List<Anchor> inOrder = new ArrayList<>();
        for (int i = longest == 0 ? -1 : lastOfLength[longest - 1]; i >= 0; i = before[i]) {
            inOrder.add(anchors.get(i));
        }
        Collections.reverse(inOrder);
        return inOrder;
    }

    private record Anchor(int a, int b) {}
}
