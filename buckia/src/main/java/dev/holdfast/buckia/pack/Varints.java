package dev.holdfast.buckia.pack;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Unsigned LEB128 numbers and texts, as all of the formats have them. */
public final class Varints {
    private static final int TEXT_BYTES_MAX = 4_096;

    private Varints() {}

    /** Appends a number of 0 or more. */
    public static void write(ByteArrayOutputStream out, long number) {
        long rest = number;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** Appends a text of at most 4,096 bytes. */
    public static void write(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(out, bytes.length);
        out.writeBytes(bytes);
    }

    /**
     * Reads a number.
     *
     * @throws DamagedException if it isn't within the limits, or the bytes end
     */
    public static long read(ByteBuffer in, long least, long most) {
        long number = 0;
        try {
            for (int shift = 0; shift < 63; shift += 7) {
                byte each = in.get();
                number |= (long) (each & 0x7f) << shift;
                if (each >= 0) {
                    if (number < least || number > most) {
                        throw new DamagedException("a number is " + number + ", not " + least + " to " + most);
                    }
                    return number;
                }
            }
        } catch (BufferUnderflowException e) {
            throw new DamagedException("ends too early", e);
        }
        throw new DamagedException("a number is too long");
    }

    /** Reads a text. */
    public static String text(ByteBuffer in) {
        return new String(bytes(in, (int) read(in, 0, TEXT_BYTES_MAX)), StandardCharsets.UTF_8);
    }

    /** Reads so many bytes. */
    public static byte[] bytes(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new DamagedException("ends too early");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
