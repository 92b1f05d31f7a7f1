package dev.holdfast.buckia.command;

import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.sync.Action;
import dev.holdfast.buckia.sync.SyncListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code buckia watch}. */
@Command(
        name = "watch",
        description =
                "Syncs whenever the folder changes, and each minute for what changed in the bucket, until it is stopped.")
final class WatchCommand implements Callable<Integer> {
    @Mixin
    SyncCommand sync = new SyncCommand();

    @Option(names = "--every", paramLabel = "SECONDS", description = "How often to look at the bucket; 60 if not said.")
    long everySeconds = 60;

    @Option(names = "--settle", paramLabel = "MS", description = "How long the folder must be quiet; 500 if not said.")
    long settleMilliseconds = 500;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var folder = sync.setup.folder().toAbsolutePath();
        try (var client = sync.setup.writer();
                var watch = folder.getFileSystem().newWatchService()) {
            Runtime.getRuntime().addShutdownHook(new Thread(client::cancel));
            while (true) {
                register(folder, watch);
                try {
                    var received = sync.sync(client, sync.options(), new Announcing());
                    SyncCommand.print(received.inbound());
                    var result = received.sync();
                    result.failures()
                            .forEach(each -> System.err.println("failed " + each.path() + ": " + each.message()));
                } catch (BucketException e) {
                    if (!e.error().retryable()) {
                        throw e;
                    }
                    System.err.println(e.getMessage() + "; trying again in " + everySeconds + " s");
                }
                await(watch);
            }
        }
    }

    private void await(WatchService watch) throws InterruptedException {
        var key = watch.poll(everySeconds, TimeUnit.SECONDS);
        long end = System.nanoTime() + Duration.ofSeconds(everySeconds).toNanos();
        while (key != null && System.nanoTime() < end) {
            key.pollEvents();
            key.reset();
            key = watch.poll(settleMilliseconds, TimeUnit.MILLISECONDS);
        }
    }

    private static void register(Path folder, WatchService watch) throws IOException {
        try (var folders = Files.walk(folder)) {
            var all = folders.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(path -> !folder.relativize(path).startsWith(".buckia"))
                    .toList();
            for (var each : all) {
                each.register(
                        watch,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_DELETE,
                        StandardWatchEventKinds.ENTRY_MODIFY);
            }
        }
    }

    private static final class Announcing implements SyncListener {
        @Override
        public void done(Action action) {
            if (action.isVisible()) {
                System.out.println(action);
            }
        }
    }
}
