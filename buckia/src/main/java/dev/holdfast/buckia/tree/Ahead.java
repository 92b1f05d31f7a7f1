package dev.holdfast.buckia.tree;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Something that is done in a thread of its own until it is needed.
 *
 * @param <T> what comes of it
 */
public final class Ahead<T> {
    private final FutureTask<T> task;
    private final Thread thread;

    private Ahead(String name, Callable<T> work) {
        this.task = new FutureTask<>(work);
        this.thread = Thread.ofPlatform().daemon().name(name).start(task);
    }

    /** Begins it. */
    public static <T> Ahead<T> begin(String name, Callable<T> work) {
        return new Ahead<>(name, work);
    }

    /** What came of it, also its failure; an interrupt is handed on, waits for its end, and stays set. */
    public T get() throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                    thread.interrupt();
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IOException(thread.getName() + " failed: " + e.getCause(), e);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
