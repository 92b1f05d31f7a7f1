package dev.holdfast.buckia.engine;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.ObjectInfo;
import dev.holdfast.buckia.index.Heads;
import dev.holdfast.buckia.pack.BucketClock;
import dev.holdfast.buckia.pack.DamagedException;
import dev.holdfast.buckia.state.Known;
import dev.holdfast.buckia.state.StateStore;
import dev.holdfast.buckia.sync.Action;
import dev.holdfast.buckia.sync.Planner;
import dev.holdfast.buckia.sync.Problem;
import dev.holdfast.buckia.sync.Rules;
import dev.holdfast.buckia.sync.SyncListener;
import dev.holdfast.buckia.sync.SyncOptions;
import dev.holdfast.buckia.sync.SyncResult;
import dev.holdfast.buckia.transfer.Lanes;
import dev.holdfast.buckia.transfer.RacedException;
import dev.holdfast.buckia.trash.BucketTrash;
import dev.holdfast.buckia.tree.Ahead;
import dev.holdfast.buckia.tree.ChangedHereException;
import dev.holdfast.buckia.tree.Found;
import dev.holdfast.buckia.tree.Home;
import dev.holdfast.buckia.tree.Places;
import dev.holdfast.buckia.tree.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One sync: reads what is new of the indexes, looks at the folder, plans, checks the guards, takes the steps, and says in this
 * device's index what it wrote. Interrupted anywhere, the next sync goes on: a step is remembered when it is done, and doing
 * one again does no harm.
 */
final class SyncRun {
    private static final int ROUNDS_MAX = 3;
    private static final Duration SCAN_EVERY = Duration.ofDays(1);
    private static final int SMALL_BUCKET = 3_000;
    private static final Duration PUBLISH_EVERY = Duration.ofMinutes(10);
    private static final String SCANNED = "scanned";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Parts parts;
    private final SyncOptions options;
    private final SyncListener listener;
    private final AtomicBoolean canceled;
    private final StateStore state;
    private final Tree tree;
    private final Ahead<Tree.Walked> walk;
    private final Home home;
    private final Indexes indexes;
    private final Places places;
    private final Instant start;
    private final BucketTrash.Run trash;
    private Instant published;
    private final Map<String, Known> known;
    private final Map<String, Problem> failures = new TreeMap<>();
    private final Map<String, ObjectInfo> raced = new ConcurrentHashMap<>();
    private final Map<String, Boolean> again = new ConcurrentHashMap<>();
    private final Map<Action.Kind, Integer> done = new EnumMap<>(Action.Kind.class);
    private final Map<String, Known> unsaved = new HashMap<>();
    private final Set<String> unsavedForgotten = new HashSet<>();

    SyncRun(Parts parts, SyncOptions options, SyncListener listener, Path root, Opened opened) throws IOException {
        this.parts = parts;
        this.options = options;
        this.canceled = opened.canceled();
        this.listener = new Stopping(listener, canceled);
        this.state = opened.state();
        this.home = opened.home();
        this.tree = new Tree(root, home, parts.carriers());
        // The disk, the bucket and the state are asked at the same time.
        this.walk = tree.walk(options.selection());
        var run = HexFormat.of().toHexDigits(parts.random().nextLong(), 12);
        this.indexes = new Indexes(parts.bucket(), state, parts.seal(), parts.random());
        this.start = parts.clock().instant();
        this.published = start;
        this.places = new Places(root, home, tree, start.atZone(ZoneOffset.UTC).toLocalDate());
        this.known = state.known();
        this.trash = new BucketTrash(parts.bucket(), parts.seal())
                .begin(start.atZone(ZoneOffset.UTC).toLocalDate(), indexes.device(), run);
    }

    /**
     * What a sync has taken hold of.
     *
     * @param home the folder's corner
     * @param state the state in it
     * @param canceled set when it is to stop
     */
    record Opened(Home home, StateStore state, AtomicBoolean canceled) {}

    SyncResult run() throws IOException {
        boolean first = state.value(SCANNED).isEmpty();
        boolean any = indexes.refresh();
        if (!any && (indexes.hasPublished() || !state.indexes().isEmpty())) {
            new Guards(options).emptyBucket(parts.bucket().address());
            refill();
        }
        var intents = new Intents(parts.bucket(), state);
        intents.recover(known).forEach(this::remember);
        save();
        intents.recovered();
        resend();
        List<Action> firstPlan = List.of();
        Found found = null;
        for (int round = 1; round <= ROUNDS_MAX && (round == 1 || !again.isEmpty()); round++) {
            again.clear();
            failures.clear();
            var walked = (round == 1 ? walk : tree.walk(options.selection())).get();
            found = tree.look(walked, known, tasks -> Lanes.run(Math.min(options.parallel(), 4), tasks));
            found.refreshed().forEach(this::remember);
            save();
            var view = new RemoteView(indexes.others(), known.values(), options.selection());
            scan(view, found, round, first);
            var plan = plan(view, found);
            if (round == 1) {
                firstPlan = plan;
                new Guards(options).check(plan, known.values(), found.files());
            }
            listener.planned(plan);
            if (options.dryRun()) {
                plan.forEach(action -> done.merge(action.kind(), 1, Integer::sum));
                break;
            }
            try {
                var begun = intents.begin(plan);
                take(plan, view, found.now());
                save();
                begun.removeIf(failures::containsKey);
                intents.end(begun);
            } catch (BucketException e) {
                save();
                throw e;
            }
        }
        if (!options.dryRun()) {
            end();
        }
        return result(firstPlan, found);
    }

    private void end() throws IOException {
        indexes.publish(known.values());
        places.expire(
                options.trashDays(),
                () -> BucketClock.earlier(parts.bucket(), start)
                        .atZone(ZoneOffset.UTC)
                        .toLocalDate());
    }

    private void resend() {
        boolean carries = known.values().stream()
                .anyMatch(each -> each.mine() && !each.entry().isPlain());
        if (carries && !options.dryRun()) {
            indexes.saidInBucket()
                    .map(said -> new Unsaid(tree).send(known.values(), said))
                    .ifPresent(again -> again.forEach(this::remember));
            save();
        }
    }

    /**
     * Says from time to time what was sent so far: what no index names for a day may be taken for useless by another device's
     * collection.
     */
    private void publishIfDue() {
        synchronized (this) {
            var now = parts.clock().instant();
            if (Duration.between(published, now).abs().compareTo(PUBLISH_EVERY) < 0) {
                return;
            }
            published = now;
            save();
            try {
                indexes.publish(known.values());
            } catch (BucketException e) {
                if (isFatal(e.error())) {
                    throw e;
                }
                // The next time is soon enough.
            }
        }
    }

    /** The bucket was emptied and is to be filled again: nothing that lay there is there. */
    private void refill() {
        indexes.beginAgain();
        var paths = List.copyOf(known.keySet());
        known.clear();
        state.save(List.of(), paths);
    }

    private void scan(RemoteView view, Found found, int round, boolean first) {
        boolean small = parts.bucket().traits().listsFlat() && known.size() < SMALL_BUCKET;
        boolean due = state.value(SCANNED)
                .map(Instant::parse)
                .map(last -> Duration.between(last, start).abs().compareTo(SCAN_EVERY) > 0)
                .orElse(true);
        boolean wanted = switch (options.scan()) {
            case ALWAYS -> true;
            case NEVER -> first;
            case AUTO -> first || due || small;
        };
        var scan = new ForeignScan(parts.bucket(), tree, options.selection());
        if (wanted) {
            scan.run(view.heads(), found.files()).forEach(view::addForeign);
            scan.problems().forEach(problem -> failures.put(problem.path(), problem));
            if (!options.dryRun()) {
                state.setValues(Map.of(SCANNED, start.toString()));
            }
        } else if (round > 1) {
            var heads = view.heads();
            raced.forEach((path, object) -> {
                var entry = scan.compare(object, heads.get(path), found.files().get(path));
                if (entry != null) {
                    view.addForeign(entry);
                }
            });
        }
        scan.tags().forEach((path, tag) -> {
            var each = known.get(path);
            if (each != null) {
                remember(new Known(each.entry().withTag(tag), each.mine(), each.stamp(), each.racy()));
            }
        });
        raced.clear();
    }

    private List<Action> plan(RemoteView view, Found found) {
        found.problems().forEach(problem -> failures.put(problem.path(), problem));
        Map<String, Known> base = new HashMap<>();
        known.forEach((path, each) -> {
            if (options.selection().takes(path) && !found.isBlind(path)) {
                base.put(path, each);
            }
        });
        Map<String, Heads> heads = view.heads();
        heads.keySet().removeIf(found::isBlind);
        var rules = new Rules(
                indexes.device(),
                options.deleteOrphaned(),
                options.conflicts(),
                parts.bucket().traits().serverCopy(),
                "conflict " + indexes.device() + " " + TIME.format(start),
                tree::insists);
        return new Planner(rules).plan(base, found.files(), heads);
    }

    private synchronized String tagOf(String path) {
        var each = known.get(path);
        return each == null ? "" : each.entry().carriage().tag();
    }

    /** Takes all steps: moves and deletions here first, so that names are free; deletions in the bucket last. */
    private void take(List<Action> plan, RemoteView view, long now) {
        var uploads = new Uploads(parts.bucket(), tree, state, trash, this::tagOf, listener);
        var downloads = new Downloads(parts.bucket(), tree, home, listener);
        var step = new Step(tree, places, uploads, downloads, view, now);
        lane(step, plan, Set.of(Action.Kind.ADOPT, Action.Kind.FORGET), 1);
        lane(step, plan, Set.of(Action.Kind.MOVE_LOCAL), 1);
        lane(step, plan, Set.of(Action.Kind.DELETE_LOCAL), 1);
        lane(
                step,
                plan,
                Set.of(Action.Kind.UPLOAD, Action.Kind.COPY_REMOTE, Action.Kind.DOWNLOAD, Action.Kind.KEEP_BOTH),
                options.parallel());
        lane(step, plan, Set.of(Action.Kind.DELETE_REMOTE), options.parallel());
    }

    private void lane(Step step, List<Action> plan, Set<Action.Kind> kinds, int parallel) {
        var tasks = plan.stream()
                .filter(action -> kinds.contains(action.kind()))
                .sorted(Comparator.comparingInt(action -> options.selection().priority(action.path())))
                .<Runnable>map(action -> () -> one(step, action))
                .toList();
        Lanes.run(parallel, tasks);
    }

    private void one(Step step, Action action) {
        if (canceled.get() || Thread.currentThread().isInterrupted()) {
            throw new BucketException(BucketError.CANCELED, "canceled");
        }
        try {
            var after = step.take(action);
            synchronized (this) {
                if (after == null) {
                    forget(action.path());
                } else {
                    remember(after);
                }
                if (action.kind() == Action.Kind.KEEP_BOTH) {
                    again.put(action.path(), true);
                }
                done.merge(action.kind(), 1, Integer::sum);
                if (unsaved.size() + unsavedForgotten.size() >= 200) {
                    save();
                }
            }
            listener.done(action);
            publishIfDue();
        } catch (RacedException e) {
            e.found().ifPresent(there -> raced.put(action.path(), there));
            again.put(action.path(), true);
            failed(action.path(), e.getMessage());
        } catch (ChangedHereException e) {
            again.put(action.path(), true);
            failed(action.path(), e.getMessage());
        } catch (IOException e) {
            failed(action.path(), e.toString());
        } catch (DamagedException e) {
            failed(action.path(), e.getMessage());
        } catch (BucketException e) {
            if (isFatal(e.error())) {
                throw e;
            }
            failed(action.path(), e.getMessage());
        }
    }

    private void failed(String path, @org.jspecify.annotations.Nullable String message) {
        var text = String.valueOf(message);
        synchronized (this) {
            failures.put(path, new Problem(path, text, true));
        }
        listener.failed(path, text);
    }

    /** What no other path can do better. */
    private static boolean isFatal(BucketError error) {
        return switch (error) {
            case NO_BUCKET, CREDENTIALS, CANCELED, QUOTA -> true;
            default -> false;
        };
    }

    private synchronized void remember(Known each) {
        var path = each.entry().path();
        known.put(path, each);
        unsaved.put(path, each);
        unsavedForgotten.remove(path);
    }

    private void forget(String path) {
        known.remove(path);
        unsaved.remove(path);
        unsavedForgotten.add(path);
    }

    private synchronized void save() {
        if (!unsaved.isEmpty() || !unsavedForgotten.isEmpty()) {
            synchronized (state) {
                indexes.changed();
                state.save(unsaved.values(), unsavedForgotten);
            }
            unsaved.clear();
            unsavedForgotten.clear();
        }
    }

    private SyncResult result(List<Action> plan, @org.jspecify.annotations.Nullable Found found) {
        var failed = new ArrayList<Problem>();
        var skipped = new ArrayList<Problem>();
        failures.values().forEach(problem -> (problem.failure() ? failed : skipped).add(problem));
        long files = found == null ? 0 : found.files().size();
        var visible = plan.stream().filter(Action::isVisible).toList();
        long changed = visible.stream().filter(action -> action.local() != null).count();
        var traffic = parts.bucket().traffic();
        return new SyncResult(
                done,
                visible,
                Math.max(0, files - changed),
                failed,
                skipped,
                indexes.notes(),
                traffic.sent(),
                traffic.received());
    }
}
