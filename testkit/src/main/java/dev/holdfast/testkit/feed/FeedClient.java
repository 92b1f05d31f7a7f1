package dev.holdfast.testkit.feed;

import dev.holdfast.testkit.TestClient;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A client that keeps a copy of what it may see, by the rules of {@code docs/formats/change-feed.md} and nothing else. Every last page's
 * checksums are compared with its own. Not thread-safe.
 */
public final class FeedClient {
    private static final String SPACE = "space";
    private static final int HEX = 16;

    private final Supplier<TestClient> http;
    private final String filter;
    private final Map<Key, Held> held = new HashMap<>();
    private final Set<Key> unconfirmed = new HashSet<>();
    private final Map<Key, Set<String>> seen = new HashMap<>();
    private final List<UUID> resynced = new ArrayList<>();
    private @Nullable String cursor;
    private int pages;

    /**
     * A client with nothing.
     *
     * @param filter further parameters of each pull, e.g. {@code "&apps=documents"}; may be empty
     */
    public FeedClient(Supplier<TestClient> http, String filter) {
        this.http = http;
        this.filter = filter;
    }

    /** Which record. */
    public record Key(UUID space, String entity, UUID id) {}

    /** What the client holds of a record. */
    public record Held(long version, @Nullable String etag, JsonNode data) {}

    /** Pulls one page and takes it over. Answers whether there is more. */
    public boolean pull(int limit) {
        String question = "api/sync/since?limit=" + limit + filter + (cursor == null ? "" : "&cursor=" + cursor);
        TestClient.Answer answer = http.get().get(question);
        if (answer.status() != 200) {
            throw new IllegalStateException("pull: " + answer);
        }
        take(answer.json());
        return answer.json().get("hasMore").asBoolean();
    }

    /** Pulls until there is no more. */
    public FeedClient pullAll(int limit) {
        int left = 100_000;
        while (pull(limit)) {
            if (left-- == 0) {
                throw new AssertionError("the feed doesn't end");
            }
        }
        return this;
    }

    /** What it holds, the rows of spaces among them. */
    public Map<Key, Held> held() {
        return Map.copyOf(held);
    }

    /** What it holds of one record; null when it holds nothing. */
    public @Nullable Held held(UUID space, String entity, UUID id) {
        return held.get(new Key(space, entity, id));
    }

    /** Every tag that each record ever came with. */
    public Map<Key, Set<String>> seen() {
        return Map.copyOf(seen);
    }

    /** The spaces that it was told to take over whole, in order. */
    public List<UUID> resynced() {
        return List.copyOf(resynced);
    }

    /** Where it stands; null before the first page. */
    public @Nullable String cursor() {
        return cursor;
    }

    /** Goes on from somewhere else, with what it holds. */
    public FeedClient from(String start) {
        cursor = start;
        return this;
    }

    public int pages() {
        return pages;
    }

    private void take(JsonNode page) {
        pages++;
        for (JsonNode space : page.get("resync")) {
            UUID id = UUID.fromString(space.asString());
            resynced.add(id);
            held.keySet().stream().filter(key -> key.space().equals(id)).forEach(unconfirmed::add);
            // What a space held before belongs to another history: lower versions win over it.
            held.replaceAll(
                    (key, record) -> key.space().equals(id) ? new Held(-1, record.etag(), record.data()) : record);
        }
        Map<UUID, Long> last = new HashMap<>();
        for (JsonNode change : page.get("changes")) {
            take(change, last);
        }
        cursor = page.get("cursor").asString();
        if (!page.get("hasMore").asBoolean()) {
            held.keySet().removeAll(unconfirmed);
            unconfirmed.clear();
            compare(page.get("spaces"));
        }
    }

    private void take(JsonNode change, Map<UUID, Long> last) {
        Key key = new Key(
                UUID.fromString(change.get("spaceId").asString()),
                change.get("entity").asString(),
                UUID.fromString(change.get("id").asString()));
        boolean upsert = change.get("op").asString().equals("upsert");
        long version = change.get("version").asLong();
        if (key.entity().equals(SPACE)) {
            if (!upsert) {
                held.keySet().removeIf(other -> other.space().equals(key.space()));
                unconfirmed.removeIf(other -> other.space().equals(key.space()));
                return;
            }
        } else {
            Long before = last.put(key.space(), version);
            require(before == null || before < version, "versions fall from " + before + " to " + change);
        }
        unconfirmed.remove(key);
        Held old = held.get(key);
        require(old == null || old.version() <= version, "an older change than " + old + " came late: " + change);
        if (upsert) {
            require(change.get("data").isObject(), "an upsert without data: " + change);
            String etag =
                    change.get("etag").isNull() ? null : change.get("etag").asString();
            held.put(key, new Held(version, etag, change.get("data")));
            seen.computeIfAbsent(key, k -> new HashSet<>()).add(String.valueOf(etag));
        } else {
            require(change.get("data").isNull(), "a delete with data: " + change);
            held.remove(key);
        }
    }

    private void compare(JsonNode spaces) {
        Set<UUID> named = new HashSet<>();
        for (JsonNode space : spaces) {
            UUID id = UUID.fromString(space.get("spaceId").asString());
            named.add(id);
            long count = 0;
            BigInteger sum = BigInteger.ZERO;
            for (Map.Entry<Key, Held> entry : held.entrySet()) {
                if (entry.getKey().space().equals(id)) {
                    count++;
                    sum = sum.xor(fingerprint(entry.getKey(), entry.getValue()));
                }
            }
            require(
                    count == space.get("count").asLong()
                            && sum.equals(new BigInteger(space.get("checksum").asString(), HEX)),
                    "count or checksum differ: the server says " + space + ", the client holds " + count + ": "
                            + sum.toString(HEX) + ", " + held);
        }
        held.keySet().forEach(key -> require(named.contains(key.space()), "held of a space that isn't named: " + key));
    }

    private static BigInteger fingerprint(Key key, Held held) {
        String text =
                key.entity() + "|" + key.id() + "|" + held.version() + "|" + (held.etag() == null ? "" : held.etag());
        try {
            return new BigInteger(
                    1, MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
