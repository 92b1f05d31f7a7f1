package dev.holdfast.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.gaul.s3proxy.CrossOriginResourceSharing;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 store over a folder, in this process: one file an object, its metadata in the file's extended attributes.
 *
 * <p>It serves what S3 clients need (put, get, list, copy, multipart, presigned addresses, {@code If-None-Match}), only
 * with signatures of version 4, and has no tags. On ext4 an object's metadata must fit into 4 KB; S3Proxy drops without
 * a word what doesn't. An object appears by one rename but is not flushed: call {@link #persist} before a row relies on
 * it. S3Proxy logs every request at DEBUG: set the logger {@code org.gaul} to WARN.
 */
public final class EmbeddedObjectStore implements AutoCloseable {

    /** The region that clients must sign for; S3Proxy takes any, so this is a convention. */
    public static final String REGION = "us-east-1";

    private static final int PORT_MAX = 65_535;
    private static final int ORIGINS_MAX = 100;
    private static final int KEY_LENGTH_MAX = 1_024;
    private static final int STOP_MILLISECONDS_MAX = 10_000;
    private static final Duration LEFTOVER_AGE = Duration.ofHours(1);
    private static final Duration PART_AGE = Duration.ofDays(2);
    /** How S3Proxy names what belongs to multipart uploads, in the bucket. */
    private static final String PARTS = ".mpus-";

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");

    /** S3Proxy writes to {@code <key>-<uuid>} in the bucket and renames. */
    private static final Pattern LEFTOVER =
            Pattern.compile(".+-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /** What S3Proxy gives every whole object, so a file without it is none. */
    private static final String WHOLE = "user.content-md5";

    private final Path folder;
    private final InstantSource clock;
    private final S3Proxy server;
    private final URI endpoint;
    private final String accessKey;
    private final String secretKey;

    private EmbeddedObjectStore(Options options, S3Proxy server, String accessKey, String secretKey) {
        this.folder = options.folder();
        this.clock = options.clock();
        this.server = server;
        this.endpoint = address(reachable(options.address()), server.getPort());
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    /**
     * Where and how to serve.
     *
     * @param folder holds one folder a bucket; the keys lie beside it, in {@code <folder>.access-key}
     *     and {@code <folder>.secret-key}
     * @param address IP address to listen on
     * @param port TCP port, or 0 for a free one
     * @param allowedOrigins origins whose pages may call the store ({@code https://example.org}), at most 100
     * @param clock tells which leftovers are old
     */
    public record Options(Path folder, String address, int port, List<String> allowedOrigins, InstantSource clock) {

        /** Checks the values; refuses a bad port or origin with an {@link EmbeddedException}. */
        public Options {
            folder = folder.toAbsolutePath().normalize();
            allowedOrigins = List.copyOf(allowedOrigins);
            if (port < 0 || port > PORT_MAX) {
                throw new EmbeddedException("the object store's port must be 0 to " + PORT_MAX + ", not " + port);
            }
            if (allowedOrigins.size() > ORIGINS_MAX) {
                throw new EmbeddedException(
                        "the object store allows at most " + ORIGINS_MAX + " origins, not " + allowedOrigins.size());
            }
        }

        /** On 127.0.0.1 at a free port, for no origin but its own. */
        public static Options of(Path folder, InstantSource clock) {
            return new Options(folder, "127.0.0.1", 0, List.of(), clock);
        }

        /** The same on another address, such as {@code 0.0.0.0} in a container. */
        public Options withAddress(String other) {
            return new Options(folder, other, port, allowedOrigins, clock);
        }

        /** The same at another port. */
        public Options withPort(int other) {
            return new Options(folder, address, other, allowedOrigins, clock);
        }

        /** The same for pages of these origins. */
        public Options withAllowedOrigins(List<String> origins) {
            return new Options(folder, address, port, origins, clock);
        }
    }

    /**
     * Starts to serve the folder, which is made if absent.
     *
     * @throws EmbeddedException with the reason: port taken, no extended attributes, folder not writable
     */
    public static EmbeddedObjectStore start(Options options) {
        var folder = options.folder();
        try {
            Files.createDirectories(folder);
            requireAttributes(folder);
            var accessKey = SecretFile.readOrCreate(folder.resolveSibling(folder.getFileName() + ".access-key"));
            var secretKey = SecretFile.readOrCreate(folder.resolveSibling(folder.getFileName() + ".secret-key"));
            var server = S3Proxy.builder()
                    .blobStore(new PrivateBlobStore(new FilesystemNio2BlobStore(folder.toString())))
                    .endpoint(address(options.address(), options.port()))
                    .awsAuthentication(AuthenticationType.AWS_V4, accessKey, secretKey)
                    .corsRules(cors(options.allowedOrigins()))
                    .stopTimeout(STOP_MILLISECONDS_MAX)
                    .build();
            run(server, options);
            return new EmbeddedObjectStore(options, server, accessKey, secretKey);
        } catch (IOException e) {
            throw new EmbeddedException("cannot serve objects from " + folder + ": " + Reasons.of(e), e);
        }
    }

    /** The address for S3 clients on this machine, with path-style buckets. */
    public URI endpoint() {
        return endpoint;
    }

    /** The access key, the same at each start. */
    public String accessKey() {
        return accessKey;
    }

    /** The secret key, the same at each start; it lies in a file that only this user can read. */
    public String secretKey() {
        return secretKey;
    }

    /** Makes a bucket durably; one that is there already is left as it is. */
    public void createBucket(String bucket) {
        try {
            Files.createDirectories(bucketFolder(bucket));
            Durable.force(folder);
        } catch (IOException e) {
            throw new EmbeddedException("cannot make the bucket " + bucket + ": " + Reasons.of(e), e);
        }
    }

    /**
     * Flushes an object and its name to the disk. After it returned, the object as it is survives a power cut.
     *
     * @throws EmbeddedException if there is no such object or the disk fails
     */
    public void persist(String bucket, String key) {
        var home = bucketFolder(bucket);
        var file = objectFile(home, key);
        try {
            Durable.force(file);
            for (var above = Durable.folderOf(file); above.startsWith(home); above = Durable.folderOf(above)) {
                Durable.force(above);
            }
        } catch (NoSuchFileException e) {
            throw new EmbeddedException("there is no object " + bucket + "/" + key, e);
        } catch (IOException e) {
            throw new EmbeddedException("cannot persist " + bucket + "/" + key + ": " + Reasons.of(e), e);
        }
    }

    /**
     * Removes what uploads left behind that were cut off by a crash more than an hour ago. A whole object stays even if
     * its key looks like a leftover's. Parts go after two days, by when the client that began their upload has ended it: S3Proxy
     * takes parts of an upload that is over, too, and lists them nowhere.
     *
     * @return how many files were removed
     */
    public int sweep() {
        var removed = new int[1];
        var before = clock.instant().minus(LEFTOVER_AGE);
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if ((isPart(file, attributes) || isLeftover(file, attributes, before))
                            && Files.deleteIfExists(file)) {
                        removed[0]++;
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }
            });
            return removed[0];
        } catch (IOException e) {
            throw new EmbeddedException("cannot sweep " + folder + ": " + Reasons.of(e), e);
        }
    }

    /** Stops serving after the requests under way, at most 10 s later. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new EmbeddedException("the object store did not stop: " + e.getMessage(), e);
        }
    }

    private static URI address(String host, int port) {
        return URI.create(
                "http://" + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port);
    }

    /** Who listens on all addresses is called at the loopback one. */
    private static String reachable(String address) {
        return switch (address) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "[::]" -> "::1";
            default -> address;
        };
    }

    private boolean isPart(Path file, BasicFileAttributes attributes) {
        var path = folder.relativize(file);
        return path.getNameCount() > 1
                && path.getName(1).toString().startsWith(PARTS)
                && attributes
                        .lastModifiedTime()
                        .toInstant()
                        .isBefore(clock.instant().minus(PART_AGE));
    }

    private static boolean isLeftover(Path file, BasicFileAttributes attributes, Instant before) throws IOException {
        if (!attributes.isRegularFile()
                || !attributes.lastModifiedTime().toInstant().isBefore(before)
                || !LEFTOVER.matcher(file.getFileName().toString()).matches()) {
            return false;
        }
        try {
            return !Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
                    .list()
                    .contains(WHOLE);
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private static void run(S3Proxy server, Options options) throws IOException {
        try {
            server.start();
        } catch (Exception e) {
            if (e instanceof BindException || e.getCause() instanceof BindException) {
                throw new EmbeddedException(
                        "the object store did not start: port " + options.port() + " on " + options.address()
                                + " is taken by another program or no address of this machine",
                        e);
            }
            throw new EmbeddedException("the object store did not start: " + e.getMessage(), e);
        }
    }

    /** Without them S3Proxy would lose types and metadata without a word. */
    private static void requireAttributes(Path folder) throws IOException {
        var probe = Files.createTempFile(folder, ".attributes-", "");
        try {
            var view = Files.getFileAttributeView(probe, UserDefinedFileAttributeView.class);
            if (view == null) {
                throw new EmbeddedException(withoutAttributes(folder));
            }
            var unused = view.write("user.probe", ByteBuffer.wrap(new byte[] {1}));
        } catch (IOException e) {
            throw new EmbeddedException(withoutAttributes(folder), e);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private static String withoutAttributes(Path folder) {
        return "the file system of " + folder + " keeps no user extended attributes, in which objects have their type"
                + " and metadata: use ext4, xfs, btrfs or zfs, or give the address of an S3 store instead";
    }

    private static CrossOriginResourceSharing cors(List<String> origins) {
        if (origins.isEmpty()) {
            return CrossOriginResourceSharing.disabled();
        }
        // S3Proxy takes origins for regular expressions; a dot in a host name must not stand for any character.
        var literal = origins.stream()
                .map(origin -> origin.equals("*") ? origin : Pattern.quote(origin))
                .toList();
        return new CrossOriginResourceSharing(
                literal,
                List.of("GET", "HEAD", "PUT"),
                List.of("*"),
                List.of("ETag", "Content-Length", "Content-Range"),
                "");
    }

    private Path bucketFolder(String bucket) {
        if (!BUCKET.matcher(bucket).matches()) {
            throw new EmbeddedException(
                    "not a bucket's name: '" + bucket + "' (3 to 63 of a-z, 0-9 and -, not at the ends)");
        }
        return folder.resolve(bucket);
    }

    private static Path objectFile(Path home, String key) {
        try {
            var file = home.resolve(key).normalize();
            if (!key.isEmpty() && key.length() <= KEY_LENGTH_MAX && file.startsWith(home) && !file.equals(home)) {
                return file;
            }
        } catch (InvalidPathException e) {
            throw new EmbeddedException("not an object's key: '" + key + "'", e);
        }
        throw new EmbeddedException("not an object's key: '" + key + "'");
    }
}
