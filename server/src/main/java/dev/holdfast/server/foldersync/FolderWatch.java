package dev.holdfast.server.foldersync;

import dev.holdfast.documents.folder.FolderScan;
import dev.holdfast.server.client.ClientFailure;
import dev.holdfast.server.client.HoldfastClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Notices that the folder or the workspace changed. Both signals are hints: whoever waits looks again in any case now and then. */
public final class FolderWatch implements AutoCloseable {
    private static final long QUIET_MS = 300;
    private static final long STREAM_PAUSE_S = 5;

    private final Path root;
    private final WatchService watcher;
    private final Semaphore changed = new Semaphore(0);
    private volatile boolean closed;

    private FolderWatch(Path root, WatchService watcher) {
        this.root = root;
        this.watcher = watcher;
    }

    /** Begins to watch the folder. */
    public static FolderWatch of(Path root) throws IOException {
        FolderWatch watch = new FolderWatch(root, root.getFileSystem().newWatchService());
        watch.register(root);
        Thread unused = Thread.ofPlatform().daemon().name("folder-watch").start(watch::watchFiles);
        return watch;
    }

    /** Begins to listen to the workspace's changes as well; connects again when the stream breaks. */
    public void listen(HoldfastClient client) {
        Thread unused = Thread.ofPlatform().daemon().name("stream-watch").start(() -> watchStream(client));
    }

    /** Waits for a change, or for the time to pass, and then until it is quiet for a moment. */
    public void await(long seconds) throws InterruptedException {
        if (changed.tryAcquire(seconds, TimeUnit.SECONDS)) {
            while (changed.tryAcquire(QUIET_MS, TimeUnit.MILLISECONDS)) {
                var unused = changed.drainPermits();
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        watcher.close();
    }

    private void watchFiles() {
        try {
            while (!closed) {
                WatchKey key = watcher.take();
                boolean ours = false;
                for (var event : key.pollEvents()) {
                    Path name = event.context() instanceof Path path ? path : Path.of("");
                    Path whole = key.watchable() instanceof Path folder ? folder.resolve(name) : root;
                    if (!whole.startsWith(root.resolve(Folder.HOME))) {
                        ours = true;
                        if (event.kind().equals(StandardWatchEventKinds.ENTRY_CREATE) && Files.isDirectory(whole)) {
                            register(whole);
                        }
                    }
                }
                key.reset();
                if (ours) {
                    changed.release();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ClosedWatchServiceException e) {
            closed = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void register(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) throws IOException {
                if (!each.equals(root) && FolderScan.IGNORED.contains(String.valueOf(each.getFileName()))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                var unused = each.register(
                        watcher,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path each, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void watchStream(HoldfastClient client) {
        while (!closed) {
            try (BufferedReader lines = new BufferedReader(
                    new InputStreamReader(client.events("api/sync/stream"), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
                    if (line.startsWith("event:") && !line.contains("bye")) {
                        changed.release();
                    }
                }
            } catch (IOException | ClientFailure e) {
                // The next round looks by itself; the stream is opened again after a while.
            }
            try {
                var unused = new java.util.concurrent.CountDownLatch(1).await(STREAM_PAUSE_S, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
