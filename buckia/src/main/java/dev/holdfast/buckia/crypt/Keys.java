package dev.holdfast.buckia.crypt;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.pack.ContentStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;
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
     * The bucket's seal; makes a master key if the bucket has none.
     *
     * @throws WrongKeyException if the secret opens none of the keys that are there
     */
    public Seal open(Secret secret) {
        var wrapped = contents.list(PREFIX);
        if (wrapped.isEmpty()) {
            byte[] master = new byte[KEY_BYTES];
            random.nextBytes(master);
            add(master, secret);
            return new KeySeal(master);
        }
        return new KeySeal(wrapped.stream()
                .map(object -> unwrap(contents.get(object.key()), secret))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new WrongKeyException(
                        "this passphrase or key file doesn't open the bucket: it was encrypted with another one")));
    }

    /** Lets another passphrase or key file open the bucket too. */
    public void add(Secret known, Secret other) {
        for (var object : contents.list(PREFIX)) {
            var master = unwrap(contents.get(object.key()), known);
            if (master.isPresent()) {
                add(master.get(), other);
                return;
            }
        }
        throw new WrongKeyException("this passphrase or key file doesn't open the bucket");
    }

    private void add(byte[] master, Secret secret) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        var unused = contents.put(PREFIX, wrap(master, secret, salt), false);
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
