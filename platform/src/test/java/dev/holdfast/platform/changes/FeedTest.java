package dev.holdfast.platform.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.notes.World;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.testkit.TestApp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class FeedTest {
    private static final int WAIT_SECONDS = 20;

    private static World world;

    @BeforeAll
    static void boot() {
        world = new World(Map.of());
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void manySpacesInAnyOrderNeverDeadlock() throws Exception {
        Actor ann = world.account();
        List<UUID> spaces = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            spaces.add(world.space(ann));
        }
        Transactions transactions = world.app().bean(Transactions.class);
        List<Future<?>> work = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int w = 0; w < 5; w++) {
                Random random = new Random(w);
                work.add(threads.submit(() -> {
                    for (int i = 0; i < 40; i++) {
                        List<UUID> order = new ArrayList<>(spaces);
                        Collections.shuffle(order, random);
                        transactions.write(ann, tx -> {
                            order.forEach(
                                    space -> tx.mark(dev.holdfast.platform.db.Change.delete(space, "nothing", space)));
                            return true;
                        });
                    }
                }));
            }
        }
        for (Future<?> part : work) {
            part.get();
        }
        world.app().bean(Numberer.class).catchUp();
        List<FeedChange> changes = changes();
        assertThat(changes.stream()
                        .filter(change -> change.entity().equals("nothing") && spaces.contains(change.space())))
                .hasSize(spaces.size());
        assertThat(changes).isSortedAccordingTo((a, b) -> Long.compare(a.seq(), b.seq()));
    }

    @Test
    void aLongTransactionStallsNobodyAndIsntSkipped() throws Exception {
        Actor ann = world.account();
        UUID space = world.space(ann);
        UUID slow = world.id();
        UUID quick = world.id();
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Transactions transactions = world.app().bean(Transactions.class);
        Thread writer = Thread.ofVirtual()
                .start(() -> transactions.write(ann, tx -> {
                    tx.mark(dev.holdfast.platform.db.Change.delete(space, "slow", slow));
                    written.countDown();
                    return await(go);
                }));
        assertThat(await(written)).isTrue();
        world.notes().put(ann, space, quick, "quick", 0);
        world.app().bean(Numberer.class).catchUp();
        long place = changes().getLast().seq();
        assertThat(changes()).extracting(FeedChange::record).contains(quick).doesNotContain(slow);
        go.countDown();
        writer.join();
        world.app().bean(Numberer.class).catchUp();
        Feed feed = world.app().bean(Feed.class);
        List<FeedChange> later = transactions.read(Actor.system("test"), tx -> feed.after(tx, place, 100));
        assertThat(later).extracting(FeedChange::record).contains(slow);
    }

    @Test
    void aFollowerHearsEverythingInOrderAlsoAfterAFailure() throws Exception {
        Actor ann = world.account();
        UUID space = world.space(ann);
        BlockingQueue<FeedChange> heard = new LinkedBlockingQueue<>();
        AtomicInteger failures = new AtomicInteger();
        UUID last = world.id();
        Feed feed = world.app().bean(Feed.class);
        feed.follow("ordered", (tx, changes) -> {
            if (failures.getAndIncrement() == 1) {
                throw new IllegalStateException("as a test wants it");
            }
            heard.addAll(changes);
        });
        UUID note = world.id();
        for (int i = 0; i < 30; i++) {
            world.notes().put(ann, space, i % 3 == 0 ? note : world.id(), "text " + i, 0);
        }
        world.notes().put(ann, space, last, "last", 0);
        Map<UUID, Long> versions = new HashMap<>();
        FeedChange change;
        do {
            change = heard.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            assertThat(change).isNotNull();
            Long before = versions.put(change.space(), change.version());
            assertThat(before == null || before < change.version()).isTrue();
        } while (!change.record().equals(last));
        assertThat(failures.get()).isGreaterThan(1);
    }

    @Test
    void aFollowerOnTwoNodesGetsEachChangeOnce() throws Exception {
        Actor ann = world.account();
        UUID space = world.space(ann);
        BlockingQueue<UUID> heard = new LinkedBlockingQueue<>();
        try (TestApp second = world.node(Map.of())) {
            for (TestApp node : List.of(world.app(), second)) {
                node.bean(Feed.class)
                        .follow(
                                "shared",
                                (tx, changes) -> changes.stream()
                                        .filter(change -> change.space().equals(space)
                                                && change.entity().equals("note"))
                                        .forEach(change -> heard.add(change.record())));
            }
            List<UUID> written = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                written.add(
                        world.notes().put(ann, space, world.id(), "t" + i, 0).id());
            }
            List<UUID> got = new ArrayList<>();
            for (int i = 0; i < written.size(); i++) {
                got.add(heard.poll(WAIT_SECONDS, TimeUnit.SECONDS));
            }
            assertThat(got).containsExactlyElementsOf(written);
            assertThat(heard.poll(200, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    @Test
    void tombstonesWaitForTheSlowestFollower() {
        Actor ann = world.account();
        UUID space = world.space(ann);
        UUID note = world.id();
        world.database().asOwner("insert into platform.followers values ('slow', 0, now())");
        world.notes().delete(ann, space, note, 0);
        world.app().bean(Numberer.class).catchUp();
        Feed feed = world.app().bean(Feed.class);
        assertThat(feed.purgeTombstones(world.app().clock().instant().plus(Duration.ofDays(91))))
                .isZero();
        world.app().bean(Transactions.class).write(Actor.system("test"), tx -> {
            feed.forget(tx, "slow");
            return true;
        });
        world.database().asOwner("update platform.followers set seq = (select seq from platform.feed)");
        assertThat(feed.purgeTombstones(world.app().clock().instant().plus(Duration.ofDays(91))))
                .isPositive();
        assertThat(changes()).extracting(FeedChange::record).doesNotContain(note);
    }

    @Test
    void anErasedSpaceLeavesNoTrace() {
        Actor ann = world.account();
        UUID space = world.space(ann);
        world.notes().put(ann, space, world.id(), "text", 0);
        world.app().bean(Numberer.class).catchUp();
        world.app().bean(Transactions.class).write(Actor.system("test"), tx -> {
            world.app().bean(Feed.class).erase(tx, space);
            return true;
        });
        assertThat(changes()).extracting(FeedChange::space).doesNotContain(space);
    }

    private static List<FeedChange> changes() {
        return world.app()
                .bean(Transactions.class)
                .read(Actor.system("test"), tx -> world.app().bean(Feed.class).after(tx, 0, 5_000));
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
