package dev.holdfast.buckia.crypt;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import dev.holdfast.buckia.bucket.ObjectInfo;
import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.pack.ContentStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** A bucket's master key, wrapped for passphrases and key files: {@code docs/formats/encryption.md}. */
public final class Keys {
    private static final String PREFIX = ".buckia/keys/";
    private static final byte[] MAGIC = {'B', 'K', 'K', 'Y', 1};
    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final int HEAD_BYTES = MAGIC.length + 1 + 12 + SALT_BYTES;
    private static final int MEMORY_KIB = 64 << 10;
    private static final int MEMORY_KIB_MAX = 1 << 20;
    private static final int PASSES = 3;
    private static final int COUNT_MAX = 16;
    private static final int WRAPPED_MAX = 16;
    private static final int PASSPHRASE_LENGTH_MIN = 8;

    private final ContentStore contents;
    private final SecureRandom random;

    /** The keys in a bucket. */
    public Keys(SteadyBucket bucket, SecureRandom random) {
        this.contents = new ContentStore(bucket);
        this.random = random;
    }

    /** Who may open: a passphrase, or a file of at least 32 random bytes. */
    public sealed interface Secret {
        /** Typed by a person. */
        record Passphrase(String text) implements Secret {
            @Override
            public String toString() {
                return "Passphrase";
            }
        }

        /** A key file's bytes. */
        @SuppressWarnings("ArrayRecordComponent") // Only read, never compared.
        record KeyFile(byte[] bytes) implements Secret {
            @Override
            public String toString() {
                return "KeyFile";
            }
        }
    }

    /**
     * A wrapped key in the bucket.
     *
     * @param name the object's, 64 hexadecimal digits
     * @param typed whether a passphrase opens it; else a key file
     */
    public record Wrapped(String name, boolean typed) {}

    /**
     * The bucket's seal; makes a master key if the bucket has none.
     *
     * @throws WrongKeyException if the secret opens none of the keys that are there, or there are none though the bucket has been
     *     synced before
     * @throws IllegalArgumentException if a key is made and the passphrase has fewer than 8 characters
     */
    public Seal open(Secret secret) {
        var found = find(secret);
        if (found.isPresent()) {
            return found.get();
        }
        requireFresh();
        requireGood(secret);
        byte[] master = new byte[KEY_BYTES];
        random.nextBytes(master);
        var own = add(master, secret);
        // Another device may have done the same just now: both keys stay, and whoever knows the secret opens with
        // either.
        var others = contents.list(PREFIX).stream()
                .filter(object -> !name(object).equals(own))
                .toList();
        var masters = masters(others, secret);
        masters.put(own, master);
        return ring(masters);
    }

    /**
     * The bucket's seal; empty if the bucket has no keys.
     *
     * @throws WrongKeyException if the secret opens none of those that are there
     */
    public Optional<Seal> find(Secret secret) {
        var listed = contents.list(PREFIX);
        if (listed.isEmpty()) {
            return Optional.empty();
        }
        var masters = masters(listed, secret);
        if (masters.isEmpty()) {
            throw new WrongKeyException(
                    "this passphrase or key file doesn't open the bucket: it was encrypted with another one");
        }
        return Optional.of(ring(masters));
    }

    /**
     * A seal for a bucket that has no keys yet, which leaves nothing there: for looking only.
     *
     * @throws WrongKeyException if the bucket has been synced before
     */
    public Seal unsaved() {
        requireFresh();
        byte[] master = new byte[KEY_BYTES];
        random.nextBytes(master);
        return new KeySeal(master);
    }

    /** All wrapped keys, by name. */
    public List<Wrapped> list() {
        return contents.list(PREFIX).stream()
                .map(object -> new Wrapped(name(object), contents.get(object.key())[MAGIC.length] == 1))
                .sorted(Comparator.comparing(Wrapped::name))
                .toList();
    }

    /** The names of those that a secret opens. */
    public Set<String> opened(Secret secret) {
        return masters(secret).keySet();
    }

    /**
     * Lets another passphrase or key file open the bucket too.
     *
     * @throws WrongKeyException if the known one opens nothing
     */
    public void add(Secret known, Secret other) {
        requireGood(other);
        var masters = masters(known);
        if (masters.isEmpty()) {
            throw new WrongKeyException("this passphrase or key file doesn't open the bucket");
        }
        if (contents.list(PREFIX).size() + masters.size() > WRAPPED_MAX) {
            throw new IllegalArgumentException("a bucket has at most " + WRAPPED_MAX + " keys: remove one first");
        }
        distinct(masters).values().forEach(master -> {
            var unused = add(master, other);
        });
    }

    /**
     * Takes wrapped keys away. Who opened the bucket with one before may have kept the master key: this keeps out who hasn't.
     *
     * @param known opens at least one of those that stay, so that the bucket doesn't become unreadable
     */
    public void remove(Set<String> names, Secret known) {
        var left = opened(known);
        left.removeAll(names);
        if (left.isEmpty()) {
            throw new IllegalArgumentException(
                    "what you opened the bucket with must open it afterwards too: add another passphrase first, and use that");
        }
        names.forEach(name -> contents.bucket().delete(PREFIX + name));
    }

    private void requireFresh() {
        var index = contents.bucket().list(".buckia/index/", null, 1).objects();
        if (!index.isEmpty()) {
            throw new WrongKeyException(
                    "the bucket has been synced before, but has no keys: it isn't encrypted, or they were"
                            + " deleted there. Encryption begins with an empty bucket or prefix; nothing was changed");
        }
    }

    private static void requireGood(Secret secret) {
        if (secret instanceof Secret.Passphrase passphrase && passphrase.text().length() < PASSPHRASE_LENGTH_MIN) {
            throw new IllegalArgumentException(
                    "a passphrase has at least " + PASSPHRASE_LENGTH_MIN + " characters; several words are better");
        }
    }

    /** The master keys that a secret opens, by the wrapped keys' names. */
    private SortedMap<String, byte[]> masters(Secret secret) {
        return masters(contents.list(PREFIX), secret);
    }

    private SortedMap<String, byte[]> masters(List<ObjectInfo> listed, Secret secret) {
        var masters = new TreeMap<String, byte[]>();
        for (var object : listed) {
            unwrap(contents.get(object.key()), secret).ifPresent(master -> masters.put(name(object), master));
        }
        return masters;
    }

    private static Seal ring(SortedMap<String, byte[]> masters) {
        var seals = distinct(masters).values().stream().map(KeySeal::new).toList();
        return seals.size() == 1 ? seals.getFirst() : new SealRing(seals);
    }

    /** Each master key once, in the same order for whoever looks. */
    private static SortedMap<String, byte[]> distinct(Map<String, byte[]> masters) {
        var distinct = new TreeMap<String, byte[]>();
        masters.values().forEach(master -> distinct.putIfAbsent(HexFormat.of().formatHex(master), master));
        return distinct;
    }

    private static String name(ObjectInfo object) {
        return object.key().substring(PREFIX.length());
    }

    private String add(byte[] master, Secret secret) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return contents.put(PREFIX, wrap(master, secret, salt), false).substring(PREFIX.length());
    }

    static byte[] wrap(byte[] master, Secret secret, byte[] salt) {
        boolean typed = secret instanceof Secret.Passphrase;
        var head = ByteBuffer.allocate(HEAD_BYTES);
        head.put(MAGIC).put((byte) (typed ? 1 : 2));
        head.putInt(typed ? MEMORY_KIB : 0)
                .putInt(typed ? PASSES : 0)
                .putInt(typed ? 1 : 0)
                .put(salt);
        try {
            byte[] wrapped = new AesGcmJce(wrapping(head.array(), secret)).encrypt(master, head.array());
            return ByteBuffer.allocate(HEAD_BYTES + wrapped.length)
                    .put(head.array())
                    .put(wrapped)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot be wrapped", e);
        }
    }

    /** The master key, if the secret opens this. */
    static Optional<byte[]> unwrap(byte[] object, Secret secret) {
        boolean typed = secret instanceof Secret.Passphrase;
        if (object.length < HEAD_BYTES
                || !Arrays.equals(object, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                || object[MAGIC.length] != (typed ? 1 : 2)) {
            return Optional.empty();
        }
        byte[] head = Arrays.copyOf(object, HEAD_BYTES);
        try {
            byte[] wrapped = Arrays.copyOfRange(object, HEAD_BYTES, object.length);
            return Optional.of(new AesGcmJce(wrapping(head, secret)).decrypt(wrapped, head));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    private static byte[] wrapping(byte[] head, Secret secret) throws GeneralSecurityException {
        byte[] salt = Arrays.copyOfRange(head, HEAD_BYTES - SALT_BYTES, HEAD_BYTES);
        return switch (secret) {
            case Secret.Passphrase passphrase -> {
                var numbers = ByteBuffer.wrap(head, MAGIC.length + 1, 12);
                yield argon(passphrase, salt, numbers.getInt(), numbers.getInt(), numbers.getInt());
            }
            case Secret.KeyFile file -> {
                if (file.bytes().length < KEY_BYTES) {
                    throw new IllegalArgumentException("a key file has at least 32 bytes");
                }
                byte[] info = "buckia key file 1".getBytes(StandardCharsets.UTF_8);
                yield Hkdf.computeHkdf("HmacSha256", file.bytes(), salt, info, KEY_BYTES);
            }
        };
    }

    private static byte[] argon(Secret.Passphrase passphrase, byte[] salt, int memory, int passes, int lanes)
            throws GeneralSecurityException {
        if (passphrase.text().isEmpty()) {
            throw new IllegalArgumentException("a passphrase isn't empty");
        }
        if (memory < 8
                || memory > MEMORY_KIB_MAX
                || passes < 1
                || passes > COUNT_MAX
                || lanes < 1
                || lanes > COUNT_MAX) {
            throw new GeneralSecurityException("a key wants more than it may");
        }
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] key = new byte[KEY_BYTES];
        var text = Normalizer.normalize(passphrase.text(), Normalizer.Form.NFC);
        generator.generateBytes(text.getBytes(StandardCharsets.UTF_8), key);
        return key;
    }
}
