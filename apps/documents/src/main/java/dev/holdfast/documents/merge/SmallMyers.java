package dev.holdfast.documents.merge;

import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HashedSequence;
import org.eclipse.jgit.diff.HashedSequenceComparator;
import org.eclipse.jgit.diff.LowLevelDiffAlgorithm;
import org.eclipse.jgit.diff.MyersDiff;
import org.eclipse.jgit.diff.Sequence;

/** Myers' diff for regions small enough that its worst case is short; a bigger region is one edit. */
final class SmallMyers extends LowLevelDiffAlgorithm {

    private static final long PAIRS_MAX = 4_000_000;

    @Override
    public <S extends Sequence> void diffNonCommon(
            EditList edits, HashedSequenceComparator<S> lines, HashedSequence<S> a, HashedSequence<S> b, Edit region) {
        if ((long) region.getLengthA() * region.getLengthB() > PAIRS_MAX) {
            edits.add(region);
        } else {
            ((LowLevelDiffAlgorithm) MyersDiff.INSTANCE).diffNonCommon(edits, lines, a, b, region);
        }
    }
}
