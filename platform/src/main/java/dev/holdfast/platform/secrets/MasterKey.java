package dev.holdfast.platform.secrets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The key under which all other secrets are sealed: read from the settings or from its file, which is made once. */
final class MasterKey {
    static final int LENGTH_BYTES = 32;

    private MasterKey() {}

    static byte[] load(SecretsSettings settings, SecureRandom random) {
        String given = settings.masterKey();
        if (given != null && !given.isBlank()) {
            return decode(given, "holdfast.secrets.master-key");
        }
        Path file = Path.of(settings.masterKeyFile()).toAbsolutePath();
        try {
            if (!Files.exists(file)) {
                create(file, random);
            }
            return decode(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("The master key can't be read from " + file, e);
        }
    }

    private static void create(Path file, SecureRandom random) throws IOException {
        byte[] key = new byte[LENGTH_BYTES];
        random.nextBytes(key);
        Files.createDirectories(file.getParent());
        var onlyOwner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path draft = Files.createTempFile(file.getParent(), ".master", ".key", onlyOwner);
        try {
            Files.writeString(draft, Base64.getEncoder().encodeToString(key) + "\n", StandardOpenOption.SYNC);
            // A link fails where a rename would replace: of two programs that start at once, one key wins.
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // Another start was quicker; its key is as good.
        } finally {
            Files.delete(draft);
        }
    }

    static byte[] decode(String text, String source) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("The master key in " + source + " isn't Base64", e);
        }
        if (key.length != LENGTH_BYTES) {
            throw new IllegalStateException(
                    "The master key in " + source + " has " + key.length + " bytes instead of " + LENGTH_BYTES);
        }
        return key;
    }
}
