package dev.holdfast.platform.identity;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Problem;
import java.text.Normalizer;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * What a password must be, and its hashes: Argon2id with 19 MiB, 2 passes, 1 lane (OWASP's Password Storage Cheat Sheet).
 * Passwords are compared in NFC. One hash takes a core for tens of milliseconds, so no more run at once than there are
 * cores; who waits longer than {@value #WAIT_MAX_SECONDS} s is told to come back (503). Call outside of transactions.
 */
@Component
public final class Passwords {
    public static final int LENGTH_MIN = 10;
    public static final int LENGTH_MAX = 128;
    /** Longest text that is looked at as a password: four UTF-16 units for each character that counts. */
    public static final int TEXT_LENGTH_MAX = 4 * LENGTH_MAX;

    private static final int WAIT_MAX_SECONDS = 5;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;

    /**
     * Compared with when there is no account, so that such an answer costs the same as a wrong password's. No password is
     * known to have it, and computing one at the start would delay it.
     */
    static final String NOBODYS_HASH = "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
            .formatted(
                    MEMORY_KIB,
                    PASSES,
                    LANES,
                    Base64.getEncoder().withoutPadding().encodeToString(new byte[SALT_BYTES]),
                    Base64.getEncoder().withoutPadding().encodeToString(new byte[HASH_BYTES]));

    private final Argon2PasswordEncoder argon2 =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);
    private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
    private final AtomicLong hashes = new AtomicLong();

    /**
     * Reads a new password from a request's field; notes what is wrong with it.
     *
     * @param email the account's address, which must not be the password
     * @return the password in NFC; counts only when {@code fields} has no error
     */
    public String read(Fields fields, String field, @Nullable String text, @Nullable Email email) {
        String password = Normalizer.normalize(fields.text(field, text, TEXT_LENGTH_MAX), Normalizer.Form.NFC);
        if (text == null) {
            return password;
        }
        int length = password.codePointCount(0, password.length());
        if (length < LENGTH_MIN || length > LENGTH_MAX) {
            fields.refuse(field, "must have " + LENGTH_MIN + " to " + LENGTH_MAX + " characters, has " + length);
        }
        if (CommonPasswords.contains(password)) {
            fields.refuse(field, "is among the passwords that are tried first; choose another");
        }
        if (email != null && (password.equalsIgnoreCase(email.value()) || password.equalsIgnoreCase(email.local()))) {
            fields.refuse(field, "must not be the e-mail address or its first part");
        }
        return password;
    }

    /** The hash under which a password is stored. Throws UNAVAILABLE when too many wait already. */
    public String hash(String password) {
        return computed(() -> argon2.encode(normal(password)));
    }

    /**
     * Whether the password is the one that was hashed. Takes as long when there is no hash to compare with, and is false
     * then. Throws UNAVAILABLE when too many wait already.
     */
    public boolean matches(String password, @Nullable String hash) {
        boolean same = computed(() -> argon2.matches(normal(password), hash == null ? NOBODYS_HASH : hash));
        return same && hash != null;
    }

    /** Whether a hash was made with weaker settings than today's, and should be made anew at the next sign-in. */
    public boolean outdated(String hash) {
        return argon2.upgradeEncoding(hash);
    }

    /** How many hashes were computed since the start. */
    public long hashesComputed() {
        return hashes.get();
    }

    private <T> T computed(Supplier<T> work) {
        try {
            if (!cores.tryAcquire(WAIT_MAX_SECONDS, TimeUnit.SECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            hashes.incrementAndGet();
            return work.get();
        } finally {
            cores.release();
        }
    }

    private static Problem busy() {
        return new Problem(Code.UNAVAILABLE, "Too many people sign in just now. Try again shortly.")
                .withHeader("Retry-After", "2");
    }

    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }
}
