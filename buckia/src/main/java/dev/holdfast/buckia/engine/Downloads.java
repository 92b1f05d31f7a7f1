package dev.holdfast.buckia.engine;

import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.carry.Carried;
import dev.holdfast.buckia.index.Entry;
import dev.holdfast.buckia.sync.Action;
import dev.holdfast.buckia.sync.SyncListener;
import dev.holdfast.buckia.transfer.RacedException;
import dev.holdfast.buckia.tree.Hashing;
import dev.holdfast.buckia.tree.Home;
import dev.holdfast.buckia.tree.Tree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Optional;

/** Receives files into temporaries; a large one goes on where it broke off, also after the program was killed. */
final class Downloads {
    private static final long RESUMED_BYTES_MIN = 32L << 20;
    private static final int TRIES_MAX = 5;

    private final Bucket bucket;
    private final Tree tree;
    private final Home home;
    private final SyncListener listener;

    Downloads(Bucket bucket, Tree tree, Home home, SyncListener listener) {
        this.bucket = bucket;
        this.tree = tree;
        this.home = home;
        this.listener = listener;
    }

    /**
     * A content that has come.
     *
     * @param file a temporary
     * @param entry what it is, with its SHA-256 and tag
     */
    record Received(Path file, Entry entry) {}

    /**
     * Receives a version and checks it.
     *
     * @throws RacedException if the object isn't that version
     */
    Received receive(Action action, Entry entry) throws IOException {
        if (!entry.isPlain()) {
            return carried(entry);
        }
        boolean resumable = entry.size() >= RESUMED_BYTES_MIN && !entry.sha256().isEmpty();
        var file = resumable ? home.partial(entry.sha256()) : home.temporary();
        for (int attempt = 1; ; attempt++) {
            try {
                return plain(action, entry, file);
            } catch (FullException e) {
                // What came so far fills the disk, on which the state must be saved too.
                Files.deleteIfExists(file);
                throw e;
            } catch (IOException e) {
                if (attempt == TRIES_MAX) {
                    throw new BucketException(BucketError.UNAVAILABLE, entry.path() + " keeps breaking off", e);
                }
            } catch (BucketException e) {
                if (e.error() == BucketError.NOT_FOUND) {
                    throw new RacedException(entry.path() + " isn't in the bucket", Optional.empty());
                }
                if (!e.error().retryable() || attempt == TRIES_MAX) {
                    throw e;
                }
            }
            if (!resumable) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Received plain(Action action, Entry entry, Path file) throws IOException {
        var digest = Hashing.digest();
        long have = seen(file, entry, digest);
        // Where the index names the SHA-256, asking for a range spares the provider's own sum of the whole.
        long wanted = entry.sha256().isEmpty() || entry.size() <= have ? -1 : entry.size() - have;
        try (var download = bucket.get(entry.path(), have, wanted);
                var out = Files.newOutputStream(
                        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            var sha256 = Hashing.copy(download.stream(), counting(out, action), digest);
            var info = download.info();
            out.flush();
            long size = Files.size(file);
            boolean known = !entry.sha256().isEmpty();
            if (known && (!sha256.equals(entry.sha256()) || size != entry.size() || info.size() > size)) {
                Files.delete(file);
                throw new RacedException(
                        entry.path() + " in the bucket isn't the version that its index names", Optional.of(info));
            }
            var carriage = Entry.Carriage.plain(info.tag());
            var received = new Entry(entry.path(), false, size, entry.modified(), sha256, entry.version(), carriage);
            setTime(file, entry);
            return new Received(file, received);
        }
    }

    private Received carried(Entry entry) throws IOException {
        var carriage = entry.carriage();
        var carrier = tree.carrier(carriage.carrier());
        if (carrier == null) {
            throw new IOException("this file needs '" + carriage.carrier() + "', which isn't configured here (a key?)");
        }
        var file = home.temporary();
        try {
            carrier.fetch(entry.path(), new Carried(entry.sha256(), entry.size(), carriage.reference()), file);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        setTime(file, entry);
        return new Received(file, entry);
    }

    /** How much of the file is here already; the digest has seen it. */
    private static long seen(Path file, Entry entry, MessageDigest digest) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        long size = Files.size(file);
        if (size >= entry.size()) {
            Files.delete(file);
            return 0;
        }
        try (var in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return size;
    }

    private static void setTime(Path file, Entry entry) throws IOException {
        if (entry.modified() > 0) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(entry.modified()));
        }
    }

    /** The disk here takes no more: nothing that another attempt could change. */
    private static final class FullException extends IOException {
        private static final long serialVersionUID = 1;

        FullException(IOException cause) {
            super("can't be written here: " + cause.getMessage(), cause);
        }
    }

    private OutputStream counting(OutputStream out, Action action) {
        return new OutputStream() {
            @Override
            public void write(int each) throws IOException {
                out.write(each);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    out.write(bytes, offset, length);
                } catch (IOException e) {
                    throw new FullException(e);
                }
                listener.moved(action, length);
            }
        };
    }
}
