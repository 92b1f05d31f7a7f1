package dev.holdfast.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** A secret of 256 random bits in a file only its owner can read, made once and kept. */
final class SecretFile {

    private static final int SECRET_BYTES = 32;
    private static final int LENGTH_MAX = 1_000;

    private SecretFile() {}

    /** Reads the secret, or makes and stores one durably if the file is absent. */
    static String readOrCreate(Path file) throws IOException {
        if (!Files.exists(file)) {
            write(file, random());
        }
        return read(file);
    }

    static String read(Path file) throws IOException {
        if (Files.size(file) > LENGTH_MAX) {
            throw new EmbeddedException(file + " holds more than " + LENGTH_MAX + " bytes: this is no secret");
        }
        var secret = Files.readString(file).strip();
        if (secret.isEmpty()) {
            throw new EmbeddedException(file + " is empty: put the secret back from a backup");
        }
        return secret;
    }

    /** Replaces the file as a whole, so that a crash leaves the old or the new secret. */
    static void write(Path file, String secret) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        createEmptyIfAbsent(fresh);
        Files.writeString(fresh, secret + "\n", StandardCharsets.UTF_8);
        Durable.force(fresh);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Durable.force(Durable.folderOf(file));
    }

    static String random() {
        var bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static void createEmptyIfAbsent(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException _) {
            // Kept: whoever made it first chose its content.
        }
    }
}
