package dev.holdfast.testkit.b2;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * One version of a file, or a marker that hides what is below it, or a large file that isn't finished.
 *
 * @param id unique
 * @param name the file's
 * @param action {@code upload}, {@code hide} or {@code start}
 * @param bytes its content
 * @param contentType as it was sent
 * @param sha1 of the content, {@code none} for a large file
 * @param info names and values that came with it
 * @param uploaded milliseconds
 */
public record B2Version(
        String id,
        String name,
        String action,
        byte[] bytes,
        String contentType,
        String sha1,
        Map<String, String> info,
        long uploaded) {

    /** Lower-case hexadecimal. */
    static String sha1(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
