package dev.holdfast.testkit.bunny;

import dev.holdfast.testkit.SettableClock;
import dev.holdfast.testkit.objects.Call;
import dev.holdfast.testkit.objects.Fault;
import dev.holdfast.testkit.objects.Line;
import dev.holdfast.testkit.objects.Reply;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Bunny's Edge Storage over HTTP, as its documentation and its own client library describe it.
 *
 * <p>A request needs the zone's password; an unknown zone is as unauthorized as a wrong password. A folder is listed whole, one
 * level, in any order; at most 5 listings and 30 deletions run at a time, more are refused with status 400, and more than 100
 * requests altogether with 429. Times carry no zone and have as many digits as they need; a file keeps neither a time nor a type
 * of its own; folders stay when their last file goes; a folder's deletion takes what it holds.
 */
public final class BunnyServer implements AutoCloseable {
    /** What a refused operation says when too many of its kind run. */
    public static final String THROTTLE = "{\"HttpCode\":400,\"Message\":\"Unable to process request\"}";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LISTINGS_MAX = 5;
    private static final int DELETIONS_MAX = 30;
    private static final int REQUESTS_MAX = 100;
    private static final int PATH_LENGTH_MAX = 6_000;
    private static final int HOLD_SECONDS_MAX = 30;
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]*)");

    private final Map<String, Zone> zones = new ConcurrentHashMap<>();
    private final SettableClock clock;
    private final Line line;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger listings = new AtomicInteger();
    private final AtomicInteger deletions = new AtomicInteger();
    private final AtomicInteger throttled = new AtomicInteger();
    private final AtomicLong count = new AtomicLong();
    private volatile boolean ranges = true;
    private volatile boolean checksums = true;
    private volatile boolean missingFoldersAreEmpty = true;
    private volatile CountDownLatch open = new CountDownLatch(0);

    private BunnyServer(SettableClock clock) {
        this.clock = clock;
        this.line = new Line(this::answer);
    }

    /** A server without zones. */
    public static BunnyServer start() {
        return new BunnyServer(new SettableClock());
    }

    /** Where it is. */
    public URI endpoint() {
        return line.endpoint();
    }

    /** The zone of this name; made if there is none. */
    public Zone zone(String name) {
        return zones.computeIfAbsent(name, Zone::of);
    }

    /** What goes wrong with the next requests. */
    public void next(Fault... faults) {
        line.next(faults);
    }

    /** How many faults still wait for their request. */
    public int waiting() {
        return line.waiting();
    }

    /** The requests so far whose method and path hold a text. */
    public List<String> log(String in) {
        return line.log(in);
    }

    /** How many requests were refused because too many ran. */
    public int throttled() {
        return throttled.get();
    }

    /** How many listings run now. */
    public int listingsRunning() {
        return listings.get();
    }

    /** Whether a part of a file can be asked for; if not, the whole comes. */
    public void ranges(boolean honoured) {
        ranges = honoured;
    }

    /** Whether files that are listed and described have their checksum. */
    public void checksums(boolean known) {
        checksums = known;
    }

    /** Whether the listing of a folder that isn't there is empty; if not, it is a 404. */
    public void missingFoldersAreEmpty(boolean empty) {
        missingFoldersAreEmpty = empty;
    }

    /** Keeps listings waiting until the latch opens, for 30 s at most. */
    public void holdListings(CountDownLatch until) {
        open = until;
    }

    @Override
    public void close() {
        line.close();
    }

    private Reply answer(Call call) {
        return limited(running, REQUESTS_MAX, 429, () -> authorized(call));
    }

    private Reply authorized(Call call) {
        var path = Call.decode(call.path()).substring(1);
        int slash = path.indexOf('/');
        var zone = slash < 0 ? null : zones.get(path.substring(0, slash));
        var key = call.header("AccessKey");
        boolean reads = List.of("GET", "DESCRIBE").contains(call.method());
        if (zone == null
                || !(zone.password().equals(key)
                        || reads && zone.readOnlyPassword().equals(key))) {
            return said(401, "Unauthorized");
        }
        var file = path.substring(slash + 1);
        if (path.length() > PATH_LENGTH_MAX || !isName(file)) {
            return said(400, "Bad path");
        }
        boolean folder = file.isEmpty() || file.endsWith("/");
        return switch (call.method()) {
            case "GET" ->
                folder ? limited(listings, LISTINGS_MAX, 400, () -> list(zone, file)) : download(zone, file, call);
            case "DESCRIBE" -> describe(zone, file);
            case "PUT" -> folder ? makeFolder(zone, file) : upload(zone, file, call);
            case "DELETE" -> limited(deletions, DELETIONS_MAX, 400, () -> delete(zone, file, folder));
            default -> said(405, "Method Not Allowed");
        };
    }

    private Reply limited(AtomicInteger running, int most, int status, Supplier<Reply> work) {
        try {
            if (running.incrementAndGet() > most) {
                throttled.incrementAndGet();
                return status == 429 ? said(429, "Too Many Requests") : Reply.json(400, THROTTLE);
            }
            return work.get();
        } finally {
            running.decrementAndGet();
        }
    }

    private Reply list(Zone zone, String folder) {
        try {
            if (!open.await(HOLD_SECONDS_MAX, TimeUnit.SECONDS)) {
                return said(500, "held too long");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return said(500, "stopped");
        }
        if (!missingFoldersAreEmpty && !folder.isEmpty() && !zone.folders().contains(folder)) {
            return said(404, "Object Not Found");
        }
        var items = JSON.createArrayNode();
        zone.children(folder).forEach((name, stored) -> items.add(item(zone, folder, name, stored)));
        return Reply.json(200, items);
    }

    private Reply describe(Zone zone, String path) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        var folder = path.substring(0, path.length() - name.length());
        var stored = zone.files().get(path);
        if (stored != null) {
            return Reply.json(200, item(zone, folder, name, stored));
        }
        return zone.folders().contains(path + "/")
                ? Reply.json(200, item(zone, folder, name + "/", Zone.Stored.FOLDER))
                : said(404, "Object Not Found");
    }

    private Reply download(Zone zone, String path, Call call) {
        var stored = zone.files().get(path);
        if (stored == null) {
            return said(404, "Object Not Found");
        }
        var changed = ZonedDateTime.ofInstant(stored.changed(), ZoneOffset.UTC);
        var headers = Map.of(
                "Content-Type",
                "application/octet-stream",
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(changed));
        var asked = RANGE.matcher(call.header("Range") == null ? "" : String.valueOf(call.header("Range")));
        var bytes = stored.bytes();
        if (!ranges || !asked.matches()) {
            return new Reply(200, headers, bytes);
        }
        long from = Long.parseLong(asked.group(1));
        if (from >= bytes.length) {
            return said(416, "Requested Range Not Satisfiable");
        }
        long end = asked.group(2).isEmpty() ? bytes.length : Math.min(bytes.length, Long.parseLong(asked.group(2)) + 1);
        var part = Arrays.copyOfRange(bytes, (int) from, (int) end);
        return new Reply(206, headers, part)
                .with("Content-Range", "bytes " + from + "-" + (end - 1) + "/" + bytes.length);
    }

    private Reply upload(Zone zone, String path, Call call) {
        var sum = sha256(call.body());
        var expected = call.header("Checksum");
        if (expected != null && !expected.equals(sum)) {
            return said(400, "Checksum does not match the uploaded file.");
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var guid = "d6445d80-0000-4000-8000-%012x".formatted(count.incrementAndGet());
        var before = zone.files().get(path);
        var created = before == null ? now : before.created();
        zone.put(path, new Zone.Stored(call.body(), guid, sum, created, now));
        return said(201, "File uploaded.");
    }

    private static Reply makeFolder(Zone zone, String folder) {
        if (folder.isEmpty() || zone.folders().contains(folder)) {
            return said(400, "The directory exists.");
        }
        zone.addFolders(folder);
        return said(201, "Directory created.");
    }

    private static Reply delete(Zone zone, String path, boolean folder) {
        if (path.isEmpty()) {
            return said(400, "Deleting the root isn't allowed.");
        }
        if (folder) {
            zone.deleteFolder(path);
            return said(200, "Directory deleted successfuly.");
        }
        return zone.files().remove(path) == null
                ? said(404, "Object Not Found")
                : said(200, "File deleted successfuly.");
    }

    private ObjectNode item(Zone zone, String folder, String name, Zone.Stored stored) {
        boolean isFolder = name.endsWith("/");
        var item = JSON.createObjectNode();
        item.put("Guid", stored.guid());
        item.put("StorageZoneName", zone.name());
        item.put("Path", "/" + zone.name() + "/" + folder);
        item.put("ObjectName", isFolder ? name.substring(0, name.length() - 1) : name);
        item.put("Length", stored.bytes().length);
        item.put("LastChanged", time(stored.changed()));
        item.put("ServerId", 24).put("ArrayNumber", 0);
        item.put("IsDirectory", isFolder);
        item.put("UserId", "5cb8d6f1-0000-4000-8000-000000000001").put("ContentType", "");
        item.put("DateCreated", time(stored.created()));
        item.put("StorageZoneId", 18_201);
        item.put("Checksum", isFolder || !checksums ? null : stored.sha256());
        item.put("ReplicatedZones", (String) null);
        return item;
    }

    private static boolean isName(String path) {
        for (var segment : path.split("/")) {
            if (segment.startsWith(" ") || segment.endsWith(" ") || segment.isEmpty() && !path.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** As .NET writes a time without a zone: no digits after the second if there are none to tell. */
    private static String time(Instant instant) {
        return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }

    private static String sha256(byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Reply said(int status, @Nullable String message) {
        return Reply.json(
                status, JSON.createObjectNode().put("HttpCode", status).put("Message", message));
    }
}
