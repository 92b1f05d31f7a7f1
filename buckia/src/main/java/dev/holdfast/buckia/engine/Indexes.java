package dev.holdfast.buckia.engine;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.ObjectInfo;
import dev.holdfast.buckia.crypt.KeySeal;
import dev.holdfast.buckia.crypt.Seal;
import dev.holdfast.buckia.crypt.WrongKeyException;
import dev.holdfast.buckia.index.BadIndexException;
import dev.holdfast.buckia.index.DeviceIndex;
import dev.holdfast.buckia.index.Entry;
import dev.holdfast.buckia.index.IndexCodec;
import dev.holdfast.buckia.state.Known;
import dev.holdfast.buckia.state.StateStore;
import dev.holdfast.buckia.tree.Ahead;
import dev.holdfast.buckia.tree.Hashing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The devices' index objects: reads what is new of the others', writes this device's. */
final class Indexes {
    static final String PREFIX = ".buckia/index/";

    private static final String DEVICE = "device";
    private static final String GENERATION = "generation";
    private static final String WRITTEN = "written";
    private static final String TAG = "tag";
    private static final String SAID = "said";
    private static final String SEALED = "sealed";
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int DEVICE_LENGTH = 10;
    private static final int PAGE = 1_000;

    private final Bucket bucket;
    private final StateStore state;
    private final Seal seal;
    private final RandomGenerator random;
    private final List<String> notes = new ArrayList<>();
    private final Map<String, DeviceIndex> others = new HashMap<>();
    private final Ahead<Map<String, ObjectInfo>> listing;
    private String device;
    private boolean publish;

    /** Begins to ask the bucket which there are. */
    Indexes(Bucket bucket, StateStore state, Seal seal, RandomGenerator random) {
        this.bucket = bucket;
        this.state = state;
        this.seal = seal;
        this.random = random;
        this.device = state.value(DEVICE).orElseGet(this::newDevice);
        this.listing = Ahead.begin("indexes", () -> list(bucket));
    }

    String device() {
        return device;
    }

    List<String> notes() {
        return notes;
    }

    /** What the other devices say, by device. */
    Collection<DeviceIndex> others() {
        return others.values();
    }

    /** Forgets what everybody said, because the bucket was emptied, and goes on under a new name. */
    void beginAgain() {
        state.indexes().keySet().forEach(state::forgetIndex);
        others.clear();
        device = newDevice();
    }

    /** Whether this device knows that it has written its index, so that it must be there. */
    boolean hasPublished() {
        return !state.value(TAG).orElse("").isEmpty();
    }

    /**
     * Reads what the bucket has.
     *
     * @return whether the bucket has any index at all
     */
    boolean refresh() throws IOException {
        var cached = state.indexes();
        var listed = listing.get();
        requireSealAsBefore(!listed.isEmpty());
        for (var each : listed.entrySet()) {
            if (each.getKey().equals(device)) {
                own(each.getValue());
            } else {
                other(each.getKey(), each.getValue(), cached.get(each.getKey()));
            }
        }
        for (var each : cached.entrySet()) {
            if (!others.containsKey(each.getKey()) && !each.getKey().equals(device)) {
                // A listing may lag behind: what was said once stays said.
                others.put(each.getKey(), IndexCodec.decode(each.getValue().content()));
            }
        }
        boolean any = !listed.isEmpty();
        if (hasPublished() && !listed.containsKey(device)) {
            any |= ownIsThere();
        }
        // An empty listing may lag behind; a look at an object itself doesn't.
        return any
                || cached.keySet().stream()
                        .anyMatch(name -> bucket.head(PREFIX + name).isPresent());
    }

    /**
     * What this device's index in the bucket says, if an earlier run may have known more and couldn't say it; empty if all is
     * said.
     */
    Optional<List<Entry>> saidInBucket() {
        if (isSaid()) {
            return Optional.empty();
        }
        try {
            var index = hasPublished() ? fetch(device) : null;
            return Optional.of(index == null ? List.of() : index.entries());
        } catch (WrongKeyException | BadIndexException _) {
            // It will be written anew.
            return Optional.of(List.of());
        }
    }

    /** What is known of files is about to change, so that the index may have to say something new. */
    void changed() {
        if (isSaid()) {
            state.setValues(Map.of(SAID, ""));
        }
    }

    /** Writes this device's index if it would say something new. */
    void publish(Collection<Known> known) {
        if (!publish && isSaid()) {
            return;
        }
        var entries = known.stream()
                .filter(Known::mine)
                .map(Known::entry)
                .sorted(Comparator.comparing(Entry::path, Entry.PATH_ORDER))
                .toList();
        var content = Hashing.sha256(IndexCodec.encode(new DeviceIndex(device, 0, entries)));
        if (!publish && (content.equals(state.value(WRITTEN).orElse("")) || entries.isEmpty() && !hasPublished())) {
            state.setValues(Map.of(SAID, "yes"));
            return;
        }
        long generation = generation() + 1;
        // Saved before it is sent: an index of this generation that says something else was written by somebody else.
        state.setValues(Map.of(GENERATION, Long.toString(generation), "sent", content, WRITTEN, ""));
        var key = PREFIX + device;
        var sealed = seal.seal(IndexCodec.encode(new DeviceIndex(device, generation, entries)), key);
        var info = bucket.put(key, Body.of(sealed));
        state.setValues(Map.of(WRITTEN, content, TAG, info.tag(), SAID, "yes"));
        publish = false;
    }

    /** Whoever forgets the setting must not send in the open what is to be encrypted. */
    private void requireSealAsBefore(boolean any) {
        if (!seal.equals(Seal.NONE)) {
            if (state.value(SEALED).isEmpty()) {
                state.setValues(Map.of(SEALED, "yes"));
            }
        } else if (any && state.value(SEALED).isPresent()) {
            throw new WrongKeyException(
                    "this folder has been synced encrypted: name the paths (encrypt = GLOB in .buckia, or"
                            + " --encrypt) and what opens the bucket, as before. Nothing was changed");
        }
    }

    private static Map<String, ObjectInfo> list(Bucket bucket) {
        var listed = new HashMap<String, ObjectInfo>();
        String cursor = null;
        do {
            var page = bucket.list(PREFIX, cursor, PAGE);
            for (var each : page.objects()) {
                listed.put(each.key().substring(PREFIX.length()), each);
            }
            cursor = page.next();
        } while (cursor != null);
        return listed;
    }

    private void own(ObjectInfo listed) {
        if (listed.tag().equals(state.value(TAG).orElse("")) && !listed.tag().isEmpty()) {
            return;
        }
        DeviceIndex index;
        try {
            index = fetch(device);
        } catch (WrongKeyException | BadIndexException e) {
            if (!hasPublished()) {
                throw e;
            }
            notes.add("this device's index was changed in the bucket by somebody else; it is written again");
            publish = true;
            return;
        }
        if (index == null) {
            publish = true;
            return;
        }
        long known = generation();
        var content = Hashing.sha256(IndexCodec.encode(new DeviceIndex(device, 0, index.entries())));
        boolean mine = index.generation() < known
                || index.generation() == known
                        && content.equals(state.value("sent").orElse(""));
        if (!mine) {
            notes.add("another copy of this folder's state has written as device " + device
                    + ": this one takes a new name");
            others.put(device, index);
            var tag = listed.tag();
            state.saveIndex(device, new StateStore.CachedIndex(tag, index.generation(), IndexCodec.encode(index)));
            device = newDevice();
        } else if (index.generation() < known) {
            publish = true;
        } else {
            state.setValues(Map.of(WRITTEN, content, TAG, listed.tag()));
        }
    }

    private boolean ownIsThere() {
        publish = true;
        var index = fetch(device);
        if (index != null) {
            own(new ObjectInfo(PREFIX + device, 0, "", null, null));
        }
        return index != null;
    }

    private void other(String name, ObjectInfo listed, StateStore.@Nullable CachedIndex cached) {
        if (cached != null && cached.tag().equals(listed.tag()) && !listed.tag().isEmpty()) {
            others.put(name, IndexCodec.decode(cached.content()));
            return;
        }
        DeviceIndex index;
        try {
            index = fetch(name);
        } catch (WrongKeyException | BadIndexException e) {
            if (cached == null) {
                throw e;
            }
            notes.add("the index of device " + name + " was changed in the bucket by somebody else; what it said before"
                    + " still counts");
            others.put(name, IndexCodec.decode(cached.content()));
            return;
        }
        if (index == null || cached != null && index.generation() < cached.generation()) {
            if (cached != null) {
                notes.add("the index of device " + name + " was set back or is gone; what it said before still counts");
                others.put(name, IndexCodec.decode(cached.content()));
            }
            return;
        }
        others.put(name, index);
        var content = IndexCodec.encode(index);
        state.saveIndex(name, new StateStore.CachedIndex(listed.tag(), index.generation(), content));
    }

    private @Nullable DeviceIndex fetch(String name) {
        var key = PREFIX + name;
        for (int attempt = 1; ; attempt++) {
            try (var download = bucket.get(key)) {
                var index = IndexCodec.decode(opened(download.stream().readAllBytes(), key));
                if (!index.device().equals(name)) {
                    throw new BadIndexException("the index of " + name + " says that it is of " + index.device());
                }
                return index;
            } catch (BucketException e) {
                if (e.error() == BucketError.NOT_FOUND) {
                    return null;
                }
                if (!e.error().retryable() || attempt == 4) {
                    throw e;
                }
            } catch (IOException e) {
                if (attempt == 4) {
                    throw new BucketException(BucketError.UNAVAILABLE, "the index of " + name + " broke off", e);
                }
            }
        }
    }

    private byte[] opened(byte[] bytes, String key) {
        if (IndexCodec.isOpen(bytes) && !seal.equals(Seal.NONE)) {
            throw new WrongKeyException(
                    key + " lies there unencrypted: a device without the setting 'encrypt' has written it, or"
                            + " somebody who may write to the bucket. Nothing was changed");
        }
        if (seal.equals(Seal.NONE) && KeySeal.looksSealed(bytes)) {
            throw new WrongKeyException(
                    "the bucket is encrypted: name what opens it (BUCKIA_PASSPHRASE, --passphrase-file,"
                            + " --key-file), and the paths to encrypt (encrypt = GLOB in .buckia, or --encrypt)");
        }
        return seal.open(bytes, key);
    }

    private boolean isSaid() {
        return state.value(SAID).orElse("").equals("yes");
    }

    private long generation() {
        return Long.parseLong(state.value(GENERATION).orElse("0"));
    }

    private String newDevice() {
        var name = new StringBuilder();
        var taken = new HashSet<>(others.keySet());
        do {
            name.setLength(0);
            for (int at = 0; at < DEVICE_LENGTH; at++) {
                name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
        } while (taken.contains(name.toString()));
        state.setValues(Map.of(DEVICE, name.toString(), GENERATION, "0", WRITTEN, "", "sent", "", TAG, "", SAID, ""));
        return name.toString();
    }
}
