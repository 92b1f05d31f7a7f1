package dev.holdfast.server.foldersync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Random histories of a folder and a workspace that change apart from each other, then sync. A seed replays one. */
class SyncPlanTest {
    private static final int HISTORIES = 4_000;
    private static final List<String> PATHS = List.of("a.md", "b.md", "c/a.md", "c/d/e.md", "f.txt");

    @Test
    void bringsBothInStepAndLosesNothing() {
        for (long seed = 1; seed <= HISTORIES; seed++) {
            Model model = new Model(seed);
            for (int turn = 0; turn < 6; turn++) {
                model.changeBoth();
                Set<String> precious = model.changedContents();
                model.sync();
                assertThat(model.folder.values())
                        .as("seed " + seed + ": what only one side had")
                        .containsAll(precious);
                assertThat(model.titlesAndContents())
                        .as("seed " + seed + ": in step")
                        .isEqualTo(model.filesAndContents());
                assertThat(model.plan())
                        .as("seed " + seed + ": nothing left to do")
                        .isEmpty();
            }
        }
    }

    @Test
    void carriesDeletionsOfWhatNobodyChanged() {
        Model model = new Model(1);
        model.folder.put("a.md", "x");
        model.folder.put("b.md", "y");
        model.sync();
        model.folder.remove("a.md");
        model.workspace.values().removeIf(document -> document.title().equals("b.md"));
        model.sync();
        assertThat(model.folder).isEmpty();
        assertThat(model.workspace).isEmpty();
    }

    @Test
    void keepsBothWhenBothChanged() {
        Model model = new Model(1);
        model.folder.put("a.md", "old");
        model.sync();
        model.folder.put("a.md", "mine");
        model.workspace.replaceAll((id, document) -> document("a.md", "theirs"));
        model.sync();
        assertThat(model.folder)
                .containsEntry("a.md", "theirs")
                .containsEntry("a (conflict laptop now).md", "mine")
                .hasSize(2);
    }

    @Test
    void bringsBackWhatWasDeletedHereAndChangedThere() {
        Model model = new Model(1);
        model.folder.put("a.md", "old");
        model.sync();
        model.folder.remove("a.md");
        model.workspace.replaceAll((id, document) -> document("a.md", "new"));
        model.sync();
        assertThat(model.folder).containsExactly(Map.entry("a.md", "new"));
    }

    @Test
    void seesAMoveAsARename() {
        Model model = new Model(1);
        model.folder.put("a.md", "text");
        model.sync();
        UUID id = model.workspace.keySet().iterator().next();
        model.folder.remove("a.md");
        model.folder.put("c/b.md", "text");
        assertThat(model.plan()).containsExactly(new Action.Rename(id, new Base("a.md", "a.md", "text"), "c/b.md"));
        model.sync();
        assertThat(model.workspace).containsExactly(Map.entry(id, document("c/b.md", "text")));
    }

    @Test
    void theSameRenameOnBothSidesMovesNothing() {
        Model model = new Model(1);
        model.folder.put("a.md", "text");
        model.sync();
        model.folder.remove("a.md");
        model.folder.put("b.md", "text");
        model.workspace.replaceAll((id, document) -> document("b.md", "text"));
        model.sync();
        assertThat(model.folder).containsExactly(Map.entry("b.md", "text"));
        assertThat(model.plan()).isEmpty();
    }

    @Test
    void matchesWhatBothHaveAtTheFirstTime() {
        Model model = new Model(1);
        model.folder.put("a.md", "same");
        model.folder.put("b.md", "mine");
        model.workspace.put(new UUID(0, 1), document("a.md", "same"));
        model.workspace.put(new UUID(0, 2), document("b.md", "theirs"));
        model.sync();
        assertThat(model.folder.values()).containsExactlyInAnyOrder("same", "mine", "theirs");
        assertThat(model.workspace).hasSize(3);
    }

    @Test
    void givesDocumentsOfOneTitleFilesOfTheirOwn() {
        Model model = new Model(1);
        model.workspace.put(new UUID(0, 1), document("a", "1"));
        model.workspace.put(new UUID(0, 2), document("a", "2"));
        model.workspace.put(new UUID(0, 3), document(".git/config", "3"));
        model.workspace.put(new UUID(0, 4), document("../up", "4"));
        model.sync();
        assertThat(model.folder).containsOnlyKeys("a.md", "a~2.md", "%2Egit/config.md", "%2E%2E/up.md");
    }

    private static Remote document(String title, String content) {
        return new Remote(title, "text/markdown", content, 1);
    }

    /** A folder, a workspace and what they agreed on; a content stands for its own hash. */
    private static final class Model {
        private final Random random;
        private final Map<String, String> folder = new TreeMap<>();
        private final Map<UUID, Remote> workspace = new TreeMap<>();
        private final Map<UUID, Base> agreed = new HashMap<>();
        private int contents;
        private long ids = 100;

        Model(long seed) {
            random = new Random(seed);
        }

        void changeBoth() {
            for (int i = random.nextInt(4); i > 0; i--) {
                changeFolder(PATHS.get(random.nextInt(PATHS.size())));
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                changeWorkspace();
            }
        }

        /** What one side holds and the other never agreed to. */
        Set<String> changedContents() {
            Set<String> known = new HashSet<>();
            agreed.values().forEach(base -> known.add(base.hash()));
            Set<String> changed = new HashSet<>(folder.values());
            workspace.values().forEach(document -> changed.add(document.hash()));
            changed.removeAll(known);
            return changed;
        }

        List<Action> plan() {
            return SyncPlan.of(
                    agreed, folder, workspace, path -> path.replaceFirst("(\\.[a-z]+)$", " (conflict laptop now)$1"));
        }

        void sync() {
            for (int round = 0; round < 5; round++) {
                plan().forEach(this::perform);
            }
        }

        List<String> filesAndContents() {
            List<String> all = new ArrayList<>();
            folder.forEach((path, content) -> all.add(path + " " + content));
            return all.stream().sorted().toList();
        }

        /** Each document at the path that was agreed on for it. */
        List<String> titlesAndContents() {
            List<String> all = new ArrayList<>();
            workspace.forEach((id, document) -> all.add(
                    Objects.requireNonNull(agreed.get(id), "unknown document").path() + " " + document.hash()));
            return all.stream().sorted().toList();
        }

        private void changeFolder(String path) {
            switch (random.nextInt(5)) {
                case 0 -> folder.remove(path);
                case 1 -> {
                    String content = folder.remove(path);
                    if (content != null) {
                        folder.putIfAbsent(PATHS.get(random.nextInt(PATHS.size())), content);
                        folder.putIfAbsent(path + ".md", content);
                    }
                }
                default -> folder.put(path, random.nextInt(4) == 0 ? "common" : "local " + contents++);
            }
        }

        private void changeWorkspace() {
            List<UUID> known = List.copyOf(workspace.keySet());
            if (known.isEmpty() || random.nextInt(4) == 0) {
                workspace.put(new UUID(1, ids++), document(PATHS.get(random.nextInt(PATHS.size())), content()));
                return;
            }
            UUID id = known.get(random.nextInt(known.size()));
            Remote there = Objects.requireNonNull(workspace.get(id));
            switch (random.nextInt(3)) {
                case 0 -> workspace.remove(id);
                case 1 -> workspace.put(id, document(PATHS.get(random.nextInt(PATHS.size())), there.hash()));
                default -> workspace.put(id, document(there.title(), content()));
            }
        }

        private String content() {
            return random.nextInt(4) == 0 ? "common" : "remote " + contents++;
        }

        /** What the real steps do when nobody interferes; a wrong step fails. */
        private void perform(Action action) {
            switch (action) {
                case Action.Upload upload -> {
                    assertThat(folder).containsEntry(upload.path(), upload.hash());
                    UUID id = new UUID(2, ids++);
                    workspace.put(id, document(upload.path(), upload.hash()));
                    agreed.put(id, new Base(upload.path(), upload.path(), upload.hash()));
                }
                case Action.Adopt adopt -> agreed.put(adopt.id(), adopt.agreed());
                case Action.Update update -> {
                    Remote there = Objects.requireNonNull(workspace.get(update.id()));
                    assertThat(there.hash()).isEqualTo(update.base().hash());
                    workspace.put(update.id(), document(there.title(), update.hash()));
                    agreed.put(update.id(), update.base().with(update.hash()));
                }
                case Action.Rename rename -> {
                    Remote there = Objects.requireNonNull(workspace.get(rename.id()));
                    workspace.put(rename.id(), document(rename.path(), there.hash()));
                    agreed.put(rename.id(), rename.base().at(rename.path(), rename.path()));
                }
                case Action.Download download -> {
                    assertThat(folder.get(download.agreed().path())).isEqualTo(download.replaces());
                    folder.put(download.agreed().path(), download.agreed().hash());
                    agreed.put(download.id(), download.agreed());
                }
                case Action.Move move -> {
                    assertThat(folder).doesNotContainKey(move.agreed().path());
                    folder.put(move.agreed().path(), Objects.requireNonNull(folder.remove(move.from())));
                    agreed.put(move.id(), move.agreed());
                }
                case Action.DeleteRemote delete -> {
                    Remote there = Objects.requireNonNull(workspace.remove(delete.id()));
                    assertThat(there.hash()).isEqualTo(delete.base().hash());
                    agreed.remove(delete.id());
                }
                case Action.DeleteLocal delete -> {
                    assertThat(folder.remove(delete.path()))
                            .isEqualTo(delete.base().hash());
                    agreed.remove(delete.id());
                }
                case Action.SetAside aside -> {
                    assertThat(folder).doesNotContainKey(aside.aside());
                    folder.put(aside.aside(), Objects.requireNonNull(folder.remove(aside.path())));
                }
                case Action.Merge merge -> keepBoth(merge);
                case Action.Forget forget -> agreed.remove(forget.id());
            }
        }

        /** Contents here are one line, of which nothing can be joined. */
        private void keepBoth(Action.Merge merge) {
            perform(new Action.SetAside(merge.base().path(), merge.hash(), merge.aside()));
            perform(new Action.Upload(merge.aside(), merge.hash()));
            perform(new Action.Download(merge.id(), merge.base().with(merge.there()), null));
        }
    }
}
