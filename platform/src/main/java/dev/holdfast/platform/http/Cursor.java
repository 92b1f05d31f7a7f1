package dev.holdfast.platform.http;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.Times;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a list goes on: the keys of the last row that was shown, bound to the question that was asked. Opaque to clients;
 * the bytes are specified in docs/formats/http.md. It carries no secret and gives no right.
 */
public final class Cursor {
    private static final int VERSION = 1;
    private static final int QUESTION_BYTES = 8;
    private static final int KEYS_MAX = 8;
    private static final int LENGTH_MAX = 8_000;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final List<@Nullable Object> keys;

    private Cursor(List<@Nullable Object> keys) {
        this.keys = keys;
    }

    /**
     * What a list was asked: the route's name and all parameters that choose or order its rows, but not {@code limit}.
     * Make the same question for reading a cursor and for writing the next one.
     */
    public static Question question(String route, @Nullable Object... parameters) {
        return new Question(hash(route, parameters));
    }

    /** The keys' number. */
    public int size() {
        return keys.size();
    }

    /** A key that is a text. */
    public String text(int key) {
        return required(String.class, key);
    }

    /** A key that is an id. */
    public UUID uuid(int key) {
        return required(UUID.class, key);
    }

    /** A key that is a time, in microseconds' precision. */
    public Instant instant(int key) {
        return required(Instant.class, key);
    }

    /** A key that is a whole number. */
    public long number(int key) {
        return required(Long.class, key);
    }

    /** A key that is a decimal number. */
    public BigDecimal decimal(int key) {
        return required(BigDecimal.class, key);
    }

    /** Whether a key is null. */
    public boolean isNull(int key) {
        return at(key) == null;
    }

    private <T> T required(Class<T> type, int key) {
        Object value = at(key);
        if (!type.isInstance(value)) {
            throw invalid();
        }
        return type.cast(value);
    }

    private @Nullable Object at(int key) {
        if (key >= keys.size()) {
            throw invalid();
        }
        return keys.get(key);
    }

    /** A question that cursors are bound to. */
    public static final class Question {
        private final byte[] hash;

        private Question(byte[] hash) {
            this.hash = hash;
        }

        /**
         * Where the list goes on; null, the start, when no cursor was sent. Throws CURSOR_INVALID when it isn't one of ours,
         * CURSOR_MISMATCH when it belongs to another question.
         */
        public @Nullable Cursor read(@Nullable String cursor) {
            if (cursor == null) {
                return null;
            }
            if (cursor.isEmpty() || cursor.length() > LENGTH_MAX) {
                throw invalid();
            }
            try {
                byte[] bytes = Base64.getUrlDecoder().decode(cursor);
                if (bytes[0] != VERSION) {
                    throw invalid();
                }
                Cursor read = decode(bytes);
                if (!encode(Arrays.copyOfRange(bytes, 1, 1 + QUESTION_BYTES), read.keys)
                        .equals(cursor)) {
                    throw invalid();
                }
                if (!Arrays.equals(bytes, 1, 1 + QUESTION_BYTES, hash, 0, QUESTION_BYTES)) {
                    throw new Problem(
                            Code.CURSOR_MISMATCH, "The cursor belongs to another question. Start again without it.");
                }
                return read;
            } catch (IllegalArgumentException | IOException e) {
                throw invalid();
            }
        }

        /** The cursor that continues behind the row with these keys: null, String, UUID, Instant, Long, Integer or BigDecimal. */
        public String after(@Nullable Object... keys) {
            if (keys.length > KEYS_MAX) {
                throw new IllegalArgumentException("a cursor has at most " + KEYS_MAX + " keys");
            }
            try {
                return encode(hash, Arrays.asList(keys));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String encode(byte[] question, List<@Nullable Object> keys) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(VERSION);
        out.write(question, 0, QUESTION_BYTES);
        out.writeByte(keys.size());
        for (Object key : keys) {
            write(out, key);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    private static void write(DataOutputStream out, @Nullable Object key) throws IOException {
        switch (key) {
            case null -> out.writeByte(0);
            case String text -> writeText(out, 1, text);
            case UUID id -> {
                out.writeByte(2);
                out.writeLong(id.getMostSignificantBits());
                out.writeLong(id.getLeastSignificantBits());
            }
            case Instant time -> {
                out.writeByte(3);
                out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, time));
            }
            case Long number -> {
                out.writeByte(4);
                out.writeLong(number);
            }
            case Integer number -> write(out, number.longValue());
            case BigDecimal number -> writeText(out, 5, number.toString());
            default -> throw new IllegalArgumentException("no key of a cursor: " + key.getClass());
        }
    }

    private static void writeText(DataOutputStream out, int type, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeByte(type);
        out.writeShort(utf8.length);
        out.write(utf8);
    }

    private static Cursor decode(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        in.skipNBytes(1 + QUESTION_BYTES);
        int size = in.readUnsignedByte();
        if (size > KEYS_MAX) {
            throw invalid();
        }
        List<@Nullable Object> keys = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            keys.add(read(in));
        }
        return new Cursor(Collections.unmodifiableList(keys));
    }

    private static @Nullable Object read(DataInputStream in) throws IOException {
        return switch (in.readUnsignedByte()) {
            case 0 -> null;
            case 1 -> readText(in);
            case 2 -> new UUID(in.readLong(), in.readLong());
            case 3 -> readTime(in.readLong());
            case 4 -> in.readLong();
            case 5 -> new BigDecimal(readText(in));
            default -> throw invalid();
        };
    }

    private static String readText(DataInputStream in) throws IOException {
        byte[] utf8 = new byte[in.readUnsignedShort()];
        in.readFully(utf8);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw invalid();
            }
            return text;
        } catch (CharacterCodingException e) {
            throw invalid();
        }
    }

    /** A time that PostgreSQL can hold. */
    private static Instant readTime(long micros) {
        Instant time = Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * 1_000);
        if (time.isBefore(Times.EARLIEST) || time.isAfter(Times.LATEST)) {
            throw invalid();
        }
        return time;
    }

    private static byte[] hash(String route, @Nullable Object... parameters) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(route.getBytes(StandardCharsets.UTF_8));
            for (Object parameter : parameters) {
                // Length first, so that no two lists of parameters run together into the same bytes.
                byte[] bytes = Objects.toString(parameter).getBytes(StandardCharsets.UTF_8);
                sha.update(((parameter == null ? "-" : bytes.length) + ":").getBytes(StandardCharsets.UTF_8));
                sha.update(bytes);
            }
            return Arrays.copyOf(sha.digest(), QUESTION_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Problem invalid() {
        return new Problem(Code.CURSOR_INVALID, "The cursor isn't one that this server gave. Start again without it.");
    }
}
