package dev.holdfast.server.doctor;

import dev.holdfast.platform.secrets.SecretsSettings;
import dev.holdfast.server.page.ProgramSettings;
import dev.holdfast.server.run.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.Set;
import java.util.function.Consumer;

/** The key that opens what is sealed in the database. */
final class MasterKeyCheck implements Doctor.Check {
    private static final int LENGTH_BYTES = 32;
    private static final Set<PosixFilePermission> OWNERS =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    @Override
    public String part() {
        return "secrets";
    }

    @Override
    public void look(Settings settings, Consumer<Finding> say) {
        SecretsSettings secrets = settings.bind("holdfast.secrets", SecretsSettings.class);
        String given = secrets.masterKey();
        if (given != null && !given.isBlank()) {
            say.accept(
                    isKey(given)
                            ? Finding.ok(part(), "the master key stands in holdfast.secrets.master-key")
                            : Finding.problem(part(), "holdfast.secrets.master-key isn't 32 bytes in Base64"));
            return;
        }
        Path data = Path.of(settings.bind("holdfast", ProgramSettings.class).data());
        String named = settings.get("holdfast.secrets.master-key-file");
        Path file = (named == null || named.isBlank() ? data.resolve("secrets/master.key") : Path.of(named))
                .toAbsolutePath();
        say.accept(Files.exists(file) ? file(file) : missing(file, data));
    }

    private Finding file(Path file) {
        try {
            if (!isKey(Files.readString(file))) {
                return Finding.problem(
                        part(), file + " doesn't hold 32 bytes in Base64: put the master key's copy there");
            }
            boolean open = Files.getFileStore(file).supportsFileAttributeView("posix")
                    && !OWNERS.containsAll(Files.getPosixFilePermissions(file));
            return open
                    ? Finding.warning(part(), file + " can be read by others than its owner: chmod 600 " + file)
                    : Finding.ok(part(), "the master key lies in " + file + "; keep a copy elsewhere");
        } catch (IOException e) {
            return Finding.problem(part(), file + " can't be read: " + Doctor.reason(e));
        }
    }

    private Finding missing(Path file, Path data) {
        return Files.isDirectory(data.resolve("pg"))
                ? Finding.problem(
                        part(),
                        file
                                + " is missing, and what is sealed in the database opens only with it: bring its copy back")
                : Finding.ok(part(), "the first start makes a master key in " + file);
    }

    private static boolean isKey(String text) {
        try {
            return Base64.getDecoder().decode(text.strip()).length == LENGTH_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
