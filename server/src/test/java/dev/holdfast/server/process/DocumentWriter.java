package dev.holdfast.server.process;

import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.feed.FeedChecker;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes and deletes documents of its own, so that their order is its own order. A write whose answer is lost may have happened or not. */
final class DocumentWriter implements FeedChecker.Writer {
    private static final int RECORDS = 6;
    private static final int DELETE_EVERY = 8;

    private final int number;
    private final Supplier<TestClient> http;
    private final List<UUID> spaces;
    private final Runnable whenAcknowledged;
    private final Map<UUID, FeedChecker.Intent> last = new HashMap<>();
    private final Set<UUID> unsure = new HashSet<>();
    private final int[] generations = new int[RECORDS];
    private long written;

    /**
     * A writer.
     *
     * @param number no other writer has it
     * @param http a client that is signed in; asked for at each write
     */
    DocumentWriter(int number, Supplier<TestClient> http, List<UUID> spaces, Runnable whenAcknowledged) {
        this.number = number;
        this.http = http;
        this.spaces = spaces;
        this.whenAcknowledged = whenAcknowledged;
    }

    @Override
    public FeedChecker.Intent next(Random random) {
        written++;
        int record = random.nextInt(RECORDS);
        UUID id = new UUID(
                0x0000_7000_0000L | ((long) number << 48),
                0x8000_0000_0000_0000L | ((long) generations[record] << 32) | record);
        UUID space = spaces.get(record % spaces.size());
        boolean delete = random.nextInt(DELETE_EVERY) == 0 && last.containsKey(id);
        if (delete) {
            // Whether or not an answer comes: what was deleted stays so, and another document takes its place.
            generations[record]++;
        }
        String text = "writer " + number + " write " + written + "\n" + "x".repeat(random.nextInt(2_000));
        return new FeedChecker.Intent(space, "document", id, delete ? null : etag(text), delete ? "" : text, 0);
    }

    @Override
    public long carryOut(FeedChecker.Intent intent) {
        long order = written;
        unsure.add(intent.id());
        Answer answer = intent.etag() == null ? delete(intent) : write(intent);
        if (answer.status() / 100 != 2) {
            throw new IllegalStateException(answer.toString());
        }
        unsure.remove(intent.id());
        last.put(intent.id(), intent);
        whenAcknowledged.run();
        return order;
    }

    /** The last acknowledged write of each record after which no answer was lost. */
    List<FeedChecker.Intent> certain() {
        return last.values().stream()
                .filter(intent -> !unsure.contains(intent.id()))
                .toList();
    }

    private Answer write(FeedChecker.Intent intent) {
        TestClient client = http.get();
        Map<String, Object> body = Map.of("title", "t", "content", intent.content(), "contentType", "text/markdown");
        Answer answer = client.with("If-Match", "*").put("api/documents/" + intent.id(), body);
        if (answer.status() == 404) {
            Map<String, Object> creation = new HashMap<>(body);
            creation.put("id", intent.id().toString());
            answer = client.post("api/workspaces/" + intent.space() + "/documents", creation);
        }
        return answer;
    }

    private Answer delete(FeedChecker.Intent intent) {
        return http.get().delete("api/documents/" + intent.id());
    }

    private static @Nullable String etag(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
