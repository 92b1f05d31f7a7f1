package dev.holdfast.buckia.trash;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.ObjectInfo;
import dev.holdfast.buckia.crypt.Seal;
import dev.holdfast.buckia.crypt.WrongKeyException;
import dev.holdfast.buckia.index.BadIndexException;
import dev.holdfast.buckia.index.DeviceIndex;
import dev.holdfast.buckia.index.Entry;
import dev.holdfast.buckia.index.IndexCodec;
import dev.holdfast.buckia.pack.BucketClock;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The bucket's trash. */
public final class BucketTrash {
    /** Where it lies. */
    public static final String PREFIX = ".buckia/trash/";

    private static final String CARRIED = ".buckia-carried";
    private static final int PAGE = 1_000;

    private final Bucket bucket;
    private final Seal seal;

    /** A bucket's trash; the seal is that of its indexes. */
    public BucketTrash(Bucket bucket, Seal seal) {
        this.bucket = bucket;
        this.seal = seal;
    }

    /**
     * Something in the trash.
     *
     * @param id names it: {@code <date>/<place>}
     * @param date when it was put there
     * @param entry what it was; an ordinary object has no SHA-256, and its size may be -1
     * @param key of its object
     */
    public record Kept(String id, LocalDate date, Entry entry, String key) {}

    /** What one run puts there, each thing at a place of its own. */
    public final class Run {
        private final LocalDate today;
        private final String device;
        private final String name;
        private final AtomicInteger count = new AtomicInteger();

        private Run(LocalDate today, String device, String name) {
            this.today = today;
            this.device = device;
            this.name = name;
        }

        /** Keeps a copy of an object, if there is one. */
        public void keep(String path) {
            try {
                // Each copy has a place of its own: a step that is taken again must not replace what it kept the first
                // time.
                var unused = bucket.copy(path, place() + path);
            } catch (BucketException e) {
                if (e.error() != BucketError.NOT_FOUND) {
                    throw e;
                }
            }
        }

        /** Keeps what a carrier brought: a note of where it lies, by which a collection spares it. */
        public void keep(Entry carried) {
            var note = IndexCodec.encode(new DeviceIndex(device, 0, List.of(carried)));
            var unused = bucket.put(place() + CARRIED, Body.of(seal.seal(note, PREFIX)));
        }

        private String place() {
            return PREFIX + today + "/" + device + "-" + name + "-" + count.incrementAndGet() + "/";
        }
    }

    /** Begins a run of a device, with a name that no other has. */
    public Run begin(LocalDate today, String device, String name) {
        return new Run(today, device, name);
    }

    /** All that is there, the latest first. */
    public List<Kept> list() {
        return objects().stream()
                .flatMap(object -> readable(object).stream())
                .sorted(Comparator.comparing(Kept::id).reversed())
                .toList();
    }

    /**
     * Deletes what has been there for longer than so many days: by the time that the provider gives each object, or the date in its
     * key if it gives none; today is the earlier of what the bucket's clock and this device's say.
     *
     * @param here what this device's clock says
     * @return how many objects
     */
    public int expire(int days, Instant here) {
        var objects = objects();
        if (objects.stream().noneMatch(each -> date(each.key()).isPresent())) {
            return 0;
        }
        var oldest = BucketClock.earlier(bucket, here)
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .minusDays(days);
        int deleted = 0;
        for (var each : objects) {
            var given = each.modified();
            var put = date(each.key())
                    .map(name ->
                            given == null ? name : given.atZone(ZoneOffset.UTC).toLocalDate());
            if (put.isPresent() && put.get().isBefore(oldest)) {
                bucket.delete(each.key());
                deleted++;
            }
        }
        return deleted;
    }

    /**
     * What of carried contents is in the trash.
     *
     * @param references to them
     * @param unread keys of notes that can't be read, so that nobody knows what they refer to
     */
    public record References(List<String> references, List<String> unread) {}

    /** References of carried contents that are in the trash. */
    public References references() {
        var references = new ArrayList<String>();
        var unread = new ArrayList<String>();
        for (var object : objects()) {
            if (object.key().endsWith("/" + CARRIED)) {
                try {
                    kept(object)
                            .ifPresent(kept ->
                                    references.add(kept.entry().carriage().reference()));
                } catch (BadIndexException | WrongKeyException _) {
                    unread.add(object.key());
                }
            }
        }
        return new References(references, unread);
    }

    private List<ObjectInfo> objects() {
        var found = new ArrayList<ObjectInfo>();
        String cursor = null;
        do {
            var page = bucket.list(PREFIX, cursor, PAGE);
            found.addAll(page.objects());
            cursor = page.next();
        } while (cursor != null);
        return found;
    }

    private Optional<Kept> kept(ObjectInfo object) {
        var key = object.key();
        var date = date(key);
        int place = key.indexOf('/', PREFIX.length());
        int end = place < 0 ? -1 : key.indexOf('/', place + 1);
        if (date.isEmpty() || end < 0) {
            return Optional.empty();
        }
        var id = key.substring(PREFIX.length(), end);
        var path = key.substring(end + 1);
        if (path.equals(CARRIED)) {
            return carried(key).map(entry -> new Kept(id, date.get(), entry, key));
        }
        var modified = object.modified() == null ? 0 : object.modified().toEpochMilli();
        var carriage = Entry.Carriage.plain(object.tag());
        var entry = new Entry(
                path, false, object.size(), modified, "", dev.holdfast.buckia.index.VersionVector.NONE, carriage);
        return Optional.of(new Kept(id, date.get(), entry, key));
    }

    /** Empty also for a note that can't be read: the others can. */
    private Optional<Kept> readable(ObjectInfo object) {
        try {
            return kept(object);
        } catch (BadIndexException | WrongKeyException _) {
            return Optional.empty();
        }
    }

    private Optional<Entry> carried(String key) {
        for (int attempt = 1; ; attempt++) {
            try (var download = bucket.get(key)) {
                var note = IndexCodec.decode(seal.open(download.stream().readAllBytes(), PREFIX));
                if (note.entries().size() != 1) {
                    throw new BadIndexException(key + " isn't a note of one file");
                }
                return Optional.of(note.entries().getFirst());
            } catch (BucketException e) {
                if (e.error() == BucketError.NOT_FOUND) {
                    return Optional.empty();
                }
                if (!e.error().retryable() || attempt == 4) {
                    throw e;
                }
            } catch (IOException e) {
                if (attempt == 4) {
                    throw new BucketException(BucketError.UNAVAILABLE, key + " broke off", e);
                }
            }
        }
    }

    private static Optional<LocalDate> date(String key) {
        int end = key.indexOf('/', PREFIX.length());
        try {
            return end < 0 ? Optional.empty() : Optional.of(LocalDate.parse(key.substring(PREFIX.length(), end)));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
