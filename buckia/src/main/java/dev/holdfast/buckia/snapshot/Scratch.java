package dev.holdfast.buckia.snapshot;

import dev.holdfast.buckia.tree.Hashing;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;

/**
 * A folder for copies, and for what is known of the pages of each file's last snapshot, so that it needn't be asked of the
 * bucket. All of it may be deleted at any time.
 */
final class Scratch {
    private static final int VERSION = 1;

    private final Path folder;

    Scratch(Path folder) {
        this.folder = folder;
    }

    /** Where it is; there once something was made. */
    Path folder() {
        return folder;
    }

    /** A name that nothing has. Copies of a program that was killed are taken away by the next that takes the folder. */
    Path fresh() throws IOException {
        Files.createDirectories(folder);
        var file = Files.createTempFile(folder, "tsnapshot", ".db");
        Files.delete(file);
        return file;
    }

    void save(String path, Laid laid) throws IOException {
        Files.createDirectories(folder);
        var file = file(path);
        var temporary = Files.createTempFile(folder, "tpages", "");
        var digest = Hashing.digest();
        try (var plain = new BufferedOutputStream(Files.newOutputStream(temporary));
                var out = new DataOutputStream(
                        new BufferedOutputStream(new DigestOutputStream(plain, digest), 1 << 16))) {
            out.writeInt(VERSION);
            out.writeUTF(laid.reference());
            out.writeInt(laid.depth());
            out.writeInt(laid.packs().size());
            for (var pack : laid.packs()) {
                out.writeUTF(pack);
            }
            var table = laid.table();
            out.writeInt(table.pageSize());
            out.writeInt(table.count());
            for (int page = 0; page < table.count(); page++) {
                out.writeInt(table.packs()[page]);
                out.writeInt(table.slots()[page]);
            }
            out.write(table.hashes());
            out.flush();
            plain.write(digest.digest());
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What was saved, if it is of this snapshot and whole. */
    Optional<Laid> load(String path, String reference) throws IOException {
        var file = file(path);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var digest = Hashing.digest();
        try (var in = new DataInputStream(
                new DigestInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16), digest))) {
            if (in.readInt() != VERSION || !in.readUTF().equals(reference)) {
                return Optional.empty();
            }
            var laid = read(in, reference);
            byte[] wanted = digest.digest();
            return Arrays.equals(in.readAllBytes(), wanted) ? Optional.of(laid) : Optional.empty();
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Laid read(DataInputStream in, String reference) throws IOException {
        int depth = in.readInt();
        int packCount = in.readInt();
        var packs = new ArrayList<String>();
        for (int at = 0; at < packCount; at++) {
            packs.add(in.readUTF());
        }
        int pageSize = in.readInt();
        int count = in.readInt();
        if (count < 0 || count > Manifest.PAGES_MAX) {
            throw new IllegalArgumentException("not so many pages: " + count);
        }
        var table = PageTable.zeros(pageSize, count);
        for (int page = 0; page < count; page++) {
            table.setPlace(page, in.readInt(), in.readInt());
        }
        in.readFully(table.hashes());
        return new Laid(reference, depth, packs, table);
    }

    private Path file(String path) {
        return folder.resolve(
                "pages-" + Hashing.sha256(path.getBytes(StandardCharsets.UTF_8)).substring(0, 32));
    }

    static void force(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
