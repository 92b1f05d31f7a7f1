package dev.holdfast.buckia.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.buckia.index.Entry;
import dev.holdfast.buckia.index.Heads;
import dev.holdfast.buckia.index.VersionVector;
import dev.holdfast.buckia.state.Known;
import dev.holdfast.buckia.state.Stamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final String ME = "me";
    private static final String OTHER = "other";

    @Test
    void eachSideGoesToTheOther() {
        assertThat(plan(null, "1", null)).isEqualTo("upload p");
        assertThat(plan(null, null, entry("1", "other:1"))).isEqualTo("download p");
        assertThat(plan(known("1", "me:1"), "2", entry("1", "me:1"))).isEqualTo("upload p");
        assertThat(plan(known("1", "me:1"), "1", entry("2", "me:1,other:1"))).isEqualTo("download p");
        assertThat(plan(known("1", "me:1"), "1", entry("1", "me:1"))).isEmpty();
    }

    @Test
    void deletionsAreCarriedOrHeld() {
        assertThat(plan(known("1", "me:1"), null, entry("1", "me:1"))).isEqualTo("delete-remote p");
        assertThat(plan(known("1", "me:1"), "1", gone("me:1,other:1"))).isEqualTo("delete-local p");
        var holding = new Rules(ME, false, Map.of(), true, "copy");
        assertThat(plan(holding, known("1", "me:1"), null, entry("1", "me:1"))).isEqualTo("hold p");
        assertThat(plan(holding, known("1", "me:1"), "1", gone("me:1,other:1"))).isEqualTo("hold p");
    }

    @Test
    void changeBeatsDeletion() {
        assertThat(plan(known("1", "me:1"), null, entry("2", "me:1,other:1"))).isEqualTo("download p");
        assertThat(plan(known("1", "me:1"), "2", gone("me:1,other:1"))).isEqualTo("upload p");
    }

    @Test
    void bothChanged() {
        assertThat(plan(known("1", "me:1"), "2", entry("3", "me:1,other:1"))).isEqualTo("keep-both p (p (copy))");
        assertThat(plan(known("1", "me:1"), "2", entry("2", "me:1,other:1"))).isEqualTo("adopt p");
        assertThat(plan(null, "1", entry("2", "other:1"))).isEqualTo("keep-both p (p (copy))");
        var local = new Rules(ME, true, Map.of(new Glob("p"), ConflictPolicy.LOCAL_WINS), true, "copy");
        assertThat(plan(local, known("1", "me:1"), "2", entry("3", "me:1,other:1")))
                .isEqualTo("upload p");
        var remote = new Rules(ME, true, Map.of(new Glob("*"), ConflictPolicy.REMOTE_WINS), true, "copy");
        assertThat(plan(remote, known("1", "me:1"), "2", entry("3", "me:1,other:1")))
                .isEqualTo("download p");
    }

    @Test
    void renamesCostNoTransfer() {
        var rules = new Rules(ME, true, Map.of(), true, "copy");
        var here = new Planner(rules)
                .plan(
                        Map.of("old", known("1", "me:1", "old")),
                        Map.of("new", local("1", "new")),
                        heads("old", entry("1", "me:1", "old")));
        assertThat(here).extracting(Action::toString).containsExactly("copy-remote new (old)", "delete-remote old");
        Map<String, Heads> moved = new HashMap<>(heads("old", gone("me:1,other:1", "old")));
        moved.putAll(heads("new", entry("1", "other:1", "new")));
        var there = new Planner(rules)
                .plan(Map.of("old", known("1", "me:1", "old")), Map.of("old", local("1", "old")), moved);
        assertThat(there).extracting(Action::toString).containsExactly("move-local new (old)", "delete-local old");
    }

    /** Whatever the three sides are: nothing that only one side has is deleted, and what is planned leads to agreement. */
    @Test
    void noPlanLosesWhatOneSideAloneHas() {
        var random = new Random(11);
        for (int run = 0; run < 50_000; run++) {
            Known base = random.nextInt(3) == 0 ? null : known(content(random), version(random, 2));
            String local = random.nextInt(3) == 0 ? null : content(random);
            Entry remote = switch (random.nextInt(4)) {
                case 0 -> null;
                case 1 -> gone(version(random, 3));
                default -> entry(content(random), version(random, 3));
            };
            var rules = new Rules(ME, random.nextBoolean(), Map.of(), true, "copy");
            var planned = plan(rules, base, local, remote);
            var why = "base " + base + ", local " + local + ", remote " + remote + ": " + planned;
            var known = base == null ? VersionVector.NONE : base.entry().version();
            var knownContent = base == null ? "none" : base.entry().sha256();
            var there = remote == null ? VersionVector.NONE : remote.version();
            boolean live = remote != null && !remote.deleted();
            if (planned.startsWith("delete-local")) {
                assertThat(knownContent).as(why).isEqualTo(local);
                assertThat(there.covers(known)).as(why).isTrue();
            }
            if (planned.startsWith("delete-remote")) {
                assertThat(known.covers(there)).as(why).isTrue();
            }
            if (planned.startsWith("download") && local != null) {
                assertThat(local).as(why).isEqualTo(knownContent);
            }
            if (planned.startsWith("upload")
                    && remote != null
                    && live
                    && !String.valueOf(local).equals(remote.sha256())) {
                assertThat(known.covers(there)).as(why).isTrue();
            }
            assertThat(plan(rules, base, local, remote)).as("a pure function").isEqualTo(planned);
        }
    }

    private static String content(Random random) {
        return Integer.toString(random.nextInt(3));
    }

    private static String version(Random random, int most) {
        return "me:" + (1 + random.nextInt(most)) + ",other:" + (1 + random.nextInt(most));
    }

    private static String plan(@Nullable Known base, @Nullable String local, @Nullable Entry remote) {
        return plan(new Rules(ME, true, Map.of(), true, "copy"), base, local, remote);
    }

    private static String plan(Rules rules, @Nullable Known base, @Nullable String local, @Nullable Entry remote) {
        Map<String, Known> known = base == null ? Map.of() : Map.of("p", base);
        Map<String, LocalFile> files = local == null ? Map.of() : Map.of("p", local(local, "p"));
        Map<String, Heads> heads = remote == null ? Map.of() : heads("p", remote);
        return String.join(
                ", ",
                new Planner(rules)
                        .plan(known, files, heads).stream()
                                .map(Action::toString)
                                .toList());
    }

    private static Map<String, Heads> heads(String path, Entry entry) {
        return Map.of(path, Heads.of(List.of(entry)));
    }

    private static LocalFile local(String content, String path) {
        return new LocalFile(path, new Stamp(1, 1, 1, 0), 1, content, 1, "");
    }

    private static Known known(String content, String version) {
        return known(content, version, "p");
    }

    private static Known known(String content, String version, String path) {
        return new Known(entry(content, version, path), true, new Stamp(1, 1, 1, 0), false);
    }

    private static Entry entry(String content, String version) {
        return entry(content, version, "p");
    }

    private static Entry entry(String content, String version, String path) {
        return new Entry(path, false, 1, 1, content, VersionVector.parse(version), Entry.Carriage.plain("t" + OTHER));
    }

    private static Entry gone(String version) {
        return gone(version, "p");
    }

    private static Entry gone(String version, String path) {
        return Entry.gone(path, VersionVector.parse(version));
    }
}
