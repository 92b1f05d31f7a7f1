package dev.holdfast.buckia.command;

import dev.holdfast.buckia.BuckiaClient;
import dev.holdfast.buckia.bucket.MachineClock;
import dev.holdfast.buckia.command.output.Json;
import dev.holdfast.buckia.command.output.LogFile;
import dev.holdfast.buckia.command.output.Progress;
import dev.holdfast.buckia.inbound.Ed25519Signatures;
import dev.holdfast.buckia.inbound.Inbound;
import dev.holdfast.buckia.sync.Action;
import dev.holdfast.buckia.sync.Problem;
import dev.holdfast.buckia.sync.Selection;
import dev.holdfast.buckia.sync.SyncListener;
import dev.holdfast.buckia.sync.SyncOptions;
import dev.holdfast.buckia.sync.SyncResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code buckia sync}. */
@Command(
        name = "sync",
        description = {
            "Brings a folder and a bucket into step, both ways.",
            "",
            "What changed on one side since the last sync goes to the other. What is overwritten or deleted lies in .buckia/trash"
                    + " on that side for 30 days. Interrupted, the next sync goes on.",
            "",
            "Examples:",
            "  buckia sync ~/Pictures s3://my-bucket/pictures --endpoint https://s3.example.org",
            "  buckia sync ~/Notes file:/media/stick/notes",
            "  buckia sync ~/Diary file:/media/stick/diary --encrypt '**' --passphrase-file ~/.config/buckia/passphrase",
            "  buckia sync                    (folder and bucket from the nearest .buckia)",
            ""
        })
class SyncCommand implements Callable<Integer> {
    @Mixin
    Setup setup = new Setup();

    @Option(
            names = "--path",
            description = "Only this: DIR/ for a folder, NAME for a file; several in order of priority.")
    List<String> paths = new ArrayList<>();

    @Option(names = "--include", paramLabel = "GLOB", description = "Only what fits.")
    List<String> include = new ArrayList<>();

    @Option(names = "--exclude", paramLabel = "GLOB", description = "Never what fits.")
    List<String> exclude = new ArrayList<>();

    @Option(
            names = "--conflict",
            paramLabel = "GLOB=POLICY",
            description = "For what changed on both sides: local-wins, remote-wins, keep-both.")
    List<String> conflicts = new ArrayList<>();

    @Option(names = "--keep-deleted", description = "Carry no deletions; they are remembered.")
    boolean keepDeleted;

    @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
    boolean dryRun;

    @Option(names = "--parallel", description = "Files at a time, 1 to 256; 32 if not said.")
    @Nullable
    Integer parallel;

    @Option(names = "--scan", description = "Look at every object: auto, always, never.")
    @Nullable
    String scan;

    @Option(
            names = "--accept",
            paramLabel = "GUARD",
            description = "Pass a guard once: empty-root, empty-bucket, deletions.")
    List<String> accept = new ArrayList<>();

    @Option(names = "--log-file", paramLabel = "FILE", description = "Append what is done: a JSON object a line.")
    @Nullable
    Path logFile;

    @Option(names = "--log-level", description = "error, info (if not said), or debug with each step.")
    @Nullable
    String logLevel;

    @Option(names = "--json", description = "One JSON object on standard output.")
    boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Say only what failed.")
    boolean quiet;

    @Override
    public Integer call() throws IOException {
        var options = options();
        try (var client = dryRun ? setup.client() : setup.writer()) {
            Runtime.getRuntime().addShutdownHook(new Thread(client::cancel));
            boolean terminal = !json
                    && !quiet
                    && System.console() != null
                    && System.console().isTerminal();
            var progress = terminal ? new Progress(System.err) : null;
            var received = sync(client, options, progress == null ? SyncListener.NONE : progress);
            var result = received.sync();
            if (progress != null) {
                progress.clear();
            }
            if (json) {
                System.out.println(
                        Json.write(json(received, client.bucket().traffic().requests())));
            } else {
                print(result);
                print(received.inbound());
            }
            return result.success() && received.inbound().stopped().isEmpty() ? ExitCode.FINE : ExitCode.SOME_FAILED;
        }
    }

    /** A sync, logged if that is wanted. */
    BuckiaClient.Received sync(BuckiaClient client, SyncOptions options, SyncListener listener) throws IOException {
        var settings = setup.settings();
        var file = logFile != null ? logFile : settings.path("log-file").orElse(null);
        if (file == null) {
            return receive(client, options, listener);
        }
        var level = logLevel != null ? logLevel : settings.one("log-level").orElse("info");
        var log = new LogFile(file, Setup.choice(LogFile.Level.class, level), MachineClock.INSTANCE, listener);
        try {
            var received = receive(client, options, log);
            log.ended(received.sync());
            return received;
        } catch (IOException | RuntimeException e) {
            log.ended(e);
            throw e;
        }
    }

    /** A sync, with what a server has put there, if it is configured. */
    private BuckiaClient.Received receive(BuckiaClient client, SyncOptions options, SyncListener listener)
            throws IOException {
        var settings = setup.settings();
        var database = settings.one("inbound-database");
        if (database.isEmpty()) {
            return new BuckiaClient.Received(client.sync(setup.folder(), options, listener), Inbound.Result.NOTHING);
        }
        var account = settings.one("inbound-account")
                .orElseThrow(() -> new IllegalArgumentException("inbound-database needs inbound-account too"));
        var key = settings.path("inbound-public-key");
        var signatures = key.isEmpty() ? Inbound.Signatures.NONE_NEEDED : Ed25519Signatures.read(key.get());
        var inbound = new Inbound(account, signatures, MachineClock.INSTANCE);
        return client.sync(setup.folder(), options, listener, inbound, database.get());
    }

    /** Says what came of the batches. */
    static void print(Inbound.Result inbound) {
        if (!inbound.applied().isEmpty()) {
            System.out.println(inbound.applied().size() + " batches applied");
        }
        if (!inbound.waiting().isEmpty()) {
            System.err.println("note: " + inbound.waiting().size() + " batches wait for one before them");
        }
        inbound.stopped().ifPresent(why -> System.err.println("inbound stopped: " + why));
    }

    /** The options of file and arguments together. */
    SyncOptions options() throws IOException {
        var options = setup.options();
        var file = options.selection();
        var policies = new LinkedHashMap<dev.holdfast.buckia.sync.Glob, dev.holdfast.buckia.sync.ConflictPolicy>();
        conflicts.forEach(each -> Setup.addConflict(policies, each));
        options.conflicts().forEach(policies::putIfAbsent);
        var selection = new Selection(
                paths.isEmpty() ? file.paths() : paths,
                include.isEmpty() ? file.include() : Setup.globs(include),
                exclude.isEmpty() ? file.exclude() : Setup.globs(exclude));
        return options.withSelection(selection)
                .withConflicts(policies)
                .withDeleteOrphaned(options.deleteOrphaned() && !keepDeleted)
                .withDryRun(dryRun)
                .withParallel(parallel == null ? options.parallel() : parallel)
                .withScan(scan == null ? options.scan() : Setup.choice(SyncOptions.Scan.class, scan))
                .withAccepted(Setup.guards(accept));
    }

    private void print(SyncResult result) {
        if (!quiet) {
            if (dryRun) {
                result.plan().forEach(action -> System.out.println(action));
            }
            result.notes().forEach(note -> System.err.println("note: " + note));
            result.skipped().forEach(each -> System.err.println("skipped " + each.path() + ": " + each.message()));
            System.out.println(summary(result));
        }
        result.failures().forEach(each -> System.err.println("failed " + each.path() + ": " + each.message()));
    }

    private String summary(SyncResult result) {
        var parts = new ArrayList<String>();
        for (var kind : Action.Kind.values()) {
            int count = result.count(kind);
            if (count > 0 && kind != Action.Kind.ADOPT && kind != Action.Kind.FORGET) {
                parts.add(count + " " + name(kind));
            }
        }
        var what = parts.isEmpty() ? "nothing to do" : String.join(", ", parts);
        return (dryRun ? "would: " : "") + what + "; " + result.unchanged() + " unchanged, "
                + Progress.size(result.bytesSent()) + " sent, " + Progress.size(result.bytesReceived()) + " received"
                + (result.failures().isEmpty() ? "" : ", " + result.failures().size() + " failed");
    }

    private static Map<String, Object> json(BuckiaClient.Received received, long requests) {
        var result = received.sync();
        var counts = new TreeMap<String, Object>();
        result.done().forEach((kind, count) -> counts.put(name(kind), count));
        var json = new LinkedHashMap<String, Object>();
        json.put("success", result.success() && received.inbound().stopped().isEmpty());
        json.put("counts", counts);
        json.put("unchanged", result.unchanged());
        json.put("bytesSent", result.bytesSent());
        json.put("bytesReceived", result.bytesReceived());
        json.put("requests", requests);
        json.put("plan", result.plan().stream().map(SyncCommand::json).toList());
        json.put("failures", problems(result.failures()));
        json.put("skipped", problems(result.skipped()));
        json.put("notes", result.notes());
        json.put("applied", received.inbound().applied());
        json.put("waiting", received.inbound().waiting());
        json.put("stopped", received.inbound().stopped().orElse(""));
        return json;
    }

    static List<Map<String, String>> problems(List<Problem> problems) {
        return problems.stream()
                .map(each -> Map.of("path", each.path(), "message", each.message()))
                .toList();
    }

    private static Map<String, String> json(Action action) {
        var json = new LinkedHashMap<String, String>();
        json.put("action", name(action.kind()));
        json.put("path", action.path());
        if (!action.other().isEmpty()) {
            json.put("other", action.other());
        }
        return json;
    }

    private static String name(Action.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code buckia plan}: a sync that only says what it would do. */
    @Command(name = "plan", description = "Says what a sync would do, and does nothing: sync --dry-run.")
    static final class Plan extends SyncCommand {
        @Override
        public Integer call() throws IOException {
            dryRun = true;
            return super.call();
        }
    }
}
