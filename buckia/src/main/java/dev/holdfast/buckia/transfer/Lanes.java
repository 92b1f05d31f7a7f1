package dev.holdfast.buckia.transfer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Runs tasks in a few lanes; one lane is the caller's own thread, in order. */
public final class Lanes {
    private Lanes() {}

    /** Runs all; after a failure no more are begun, and when those under way have ended it throws the first failure. */
    public static void run(int lanes, List<Runnable> tasks) {
        if (lanes == 1 || tasks.size() < 2) {
            tasks.forEach(Runnable::run);
            return;
        }
        Queue<Runnable> queue = new ArrayDeque<>(tasks);
        List<Throwable> failures = new ArrayList<>();
        var threads = new ArrayList<Thread>();
        for (int lane = 0; lane < Math.min(lanes, tasks.size()); lane++) {
            // Threads of the system's own: they wait on disks and connections, which costs virtual ones a detour.
            threads.add(Thread.ofPlatform().daemon().name("lane " + lane).start(() -> {
                for (var task = next(queue, failures); task != null; task = next(queue, failures)) {
                    try {
                        task.run();
                    } catch (RuntimeException | Error e) {
                        synchronized (failures) {
                            failures.add(e);
                        }
                    }
                }
            }));
        }
        join(threads);
        if (!failures.isEmpty()) {
            if (failures.getFirst() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failures.getFirst();
        }
    }

    private static @org.jspecify.annotations.Nullable Runnable next(Queue<Runnable> queue, List<Throwable> failures) {
        synchronized (failures) {
            return failures.isEmpty() ? queue.poll() : null;
        }
    }

    private static void join(List<Thread> threads) {
        boolean interrupted = false;
        for (var thread : threads) {
            while (true) {
                try {
                    thread.join();
                    break;
                } catch (InterruptedException _) {
                    interrupted = true;
                    threads.forEach(Thread::interrupt);
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
