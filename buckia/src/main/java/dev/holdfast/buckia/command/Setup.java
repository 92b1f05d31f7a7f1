package dev.holdfast.buckia.command;

import dev.holdfast.buckia.BuckiaClient;
import dev.holdfast.buckia.Carriers;
import dev.holdfast.buckia.Encryption;
import dev.holdfast.buckia.bucket.BucketConfig;
import dev.holdfast.buckia.bucket.Buckets;
import dev.holdfast.buckia.bucket.steady.Limits;
import dev.holdfast.buckia.bucket.steady.Pause;
import dev.holdfast.buckia.bucket.steady.Retries;
import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.bucket.steady.Traffic;
import dev.holdfast.buckia.crypt.Keys;
import dev.holdfast.buckia.crypt.Seal;
import dev.holdfast.buckia.secret.Secrets;
import dev.holdfast.buckia.snapshot.Plain;
import dev.holdfast.buckia.snapshot.SqliteCarrier;
import dev.holdfast.buckia.sync.ConflictPolicy;
import dev.holdfast.buckia.sync.Glob;
import dev.holdfast.buckia.sync.Selection;
import dev.holdfast.buckia.sync.SyncOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which folder and which bucket, from the arguments or else from the configuration file. */
final class Setup {
    @Parameters(index = "0", arity = "0..1", paramLabel = "DIR", description = "The folder; else the configuration's.")
    @Nullable
    Path folder;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "URL",
            description =
                    "The bucket: s3://bucket/prefix, linode://…, cubbit://…, b2://…, bunny://zone/prefix, file:/folder.")
    @Nullable
    String remote;

    @Option(names = "--endpoint", paramLabel = "URL", description = "Address of the service, if its name isn't known.")
    @Nullable
    String endpoint;

    @Option(
            names = "--region",
            description = "The service's region, such as eu-central-1; of bunny: de, uk, ny, la, sg, se, br, jh, syd.")
    @Nullable
    String region;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration; else the nearest .buckia or .buckia/config.")
    @Nullable
    Path config;

    @Option(names = "--credentials-file", paramLabel = "FILE", description = "Credentials; mode 600.")
    @Nullable
    Path credentialsFile;

    @Mixin
    Unlock unlock = new Unlock();

    private @Nullable SettingsFile settings;

    /** What is encrypted, and what opens it. */
    static final class Unlock {
        @Option(
                names = "--encrypt",
                paramLabel = "GLOB",
                description = "Paths whose names and contents leave only encrypted; '**' for all.")
        List<String> globs = new ArrayList<>();

        @Option(
                names = "--passphrase-file",
                paramLabel = "FILE",
                description = "Its first line opens an encrypted bucket; mode 600.")
        @Nullable
        Path passphraseFile;

        @Option(
                names = "--key-file",
                paramLabel = "FILE",
                description = "At least 32 random bytes that open an encrypted bucket; mode 600.")
        @Nullable
        Path keyFile;

        Secrets.Named named() {
            return new Secrets.Named(keyFile, passphraseFile);
        }
    }

    /** The settings' file, or one without values. */
    SettingsFile settings() throws IOException {
        if (settings == null) {
            var nothing = new SettingsFile(Path.of(".buckia"), Map.of());
            settings = config != null
                    ? SettingsFile.read(config)
                    : remote != null
                            ? nothing
                            : SettingsFile.find(folder == null ? Path.of("") : folder)
                                    .orElse(nothing);
        }
        return settings;
    }

    /** The folder. */
    Path folder() throws IOException {
        if (folder != null) {
            return folder;
        }
        return settings()
                .path("local")
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "which folder? 'buckia sync DIR URL', or a file .buckia with 'local = DIR' (buckia config init URL)"));
    }

    /** The bucket. */
    BucketConfig bucket() throws IOException {
        var text = remote != null ? remote : settings().one("remote").orElse(null);
        if (text == null) {
            throw new IllegalArgumentException(
                    "which bucket? 'buckia sync DIR URL', or a file .buckia with 'remote = URL' (buckia config init URL)");
        }
        return bucket(Remote.parse(text));
    }

    /** A bucket with its credentials. */
    BucketConfig bucket(Remote address) throws IOException {
        var file = credentialsFile != null
                ? credentialsFile
                : settings().one("credentials-file").map(Path::of).orElse(null);
        var home = Path.of(System.getProperty("user.home"));
        var credentials = new Credentials(System.getenv(), home).of(address.provider(), address.bucket(), file);
        var named = address.config(credentials);
        return named.withEndpoint(
                        endpoint != null ? endpoint : settings().one("endpoint").orElse(null))
                .withRegion(region != null ? region : settings().one("region").orElse(null));
    }

    /** A client of the bucket that only looks: if the bucket has no keys yet, it stays so. */
    BuckiaClient client() throws IOException {
        return client(folder(), false);
    }

    /** A client of the bucket that may make its first key. */
    BuckiaClient writer() throws IOException {
        return client(folder(), true);
    }

    /** A client of the bucket, for a folder. */
    BuckiaClient client(Path root, boolean create) throws IOException {
        long bytesMin = number("sqlite-min-bytes", SqliteCarrier.BYTES_MIN);
        var plain =
                settings().one("plain").map(text -> choice(Plain.class, text)).orElse(Plain.NEVER);
        var sqlite = new Carriers.Sqlite(bytesMin, plain);
        var encryption = encryption();
        var config = bucket();
        return BuckiaClient.of(steady(config), root, limits(), sqlite, encryption, create);
    }

    /** A client of a bucket's plain objects. */
    BuckiaClient objects(BucketConfig bucket) throws IOException {
        return new BuckiaClient(steady(bucket), limits(), List.of(), Seal.NONE);
    }

    /** A bucket with retries and limits. */
    SteadyBucket steady(BucketConfig bucket) throws IOException {
        var retries = new Retries(Pause.REAL, new SecureRandom());
        return new SteadyBucket(Buckets.open(bucket), retries, limits(), new Traffic());
    }

    /** What is encrypted, and what opens it. */
    Encryption encryption() throws IOException {
        var paths = globs(unlock.globs.isEmpty() ? settings().all("encrypt") : unlock.globs);
        var secrets = new Secrets(System.getenv());
        return paths.isEmpty()
                ? new Encryption(
                        paths, secrets.named(unlock.named(), namedInSettings()).orElse(null))
                : new Encryption(paths, secret());
    }

    /** What opens the bucket, wherever it is found. */
    Keys.Secret secret() throws IOException {
        var name = remote != null ? remote : settings().one("remote").orElse("");
        var bucket = name.isEmpty() ? "" : Remote.parse(name).bucket();
        return new Secrets(System.getenv()).find(unlock.named(), namedInSettings(), bucket);
    }

    private Secrets.Named namedInSettings() throws IOException {
        return new Secrets.Named(
                settings().path("key-file").orElse(null),
                settings().path("passphrase-file").orElse(null));
    }

    private Limits limits() throws IOException {
        return new Limits(number("requests-per-second", 0), number("bytes-per-second", 0));
    }

    /** How to sync, as the file says. */
    SyncOptions options() throws IOException {
        var file = settings();
        var conflicts = new LinkedHashMap<Glob, ConflictPolicy>();
        file.all("conflict").forEach(each -> addConflict(conflicts, each));
        var selection = new Selection(file.all("path"), globs(file.all("include")), globs(file.all("exclude")));
        var usual = SyncOptions.DEFAULT;
        return new SyncOptions(
                selection,
                file.one("delete-orphaned").map(Setup::yes).orElse(true),
                conflicts,
                false,
                Math.toIntExact(number("parallel", usual.parallel())),
                file.one("scan")
                        .map(text -> choice(SyncOptions.Scan.class, text))
                        .orElse(usual.scan()),
                file.one("max-delete-share").map(Double::parseDouble).orElse(usual.deleteShareMax()),
                Set.of(),
                Math.toIntExact(number("trash-days", usual.trashDays())));
    }

    /** Adds a policy written as {@code GLOB POLICY} or {@code GLOB=POLICY}. */
    static void addConflict(Map<Glob, ConflictPolicy> conflicts, String text) {
        int end = Math.max(text.lastIndexOf(' '), text.lastIndexOf('='));
        if (end < 1) {
            throw new IllegalArgumentException("not a conflict policy: '" + text + "' (*.sqlite=local-wins)");
        }
        conflicts.put(new Glob(text.substring(0, end).strip()), choice(ConflictPolicy.class, text.substring(end + 1)));
    }

    /** The constant of this name, written with dashes and in any case. */
    static <E extends Enum<E>> E choice(Class<E> type, String text) {
        var name = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        for (var each : type.getEnumConstants()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        var names = new ArrayList<String>();
        for (var each : type.getEnumConstants()) {
            names.add(each.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        throw new IllegalArgumentException("'" + text + "' is none of " + String.join(", ", names));
    }

    static List<Glob> globs(List<String> texts) {
        return texts.stream().map(Glob::new).toList();
    }

    /** Guards by name. */
    static Set<SyncOptions.Guard> guards(List<String> names) {
        var guards = new LinkedHashSet<SyncOptions.Guard>();
        names.forEach(name -> guards.add(choice(SyncOptions.Guard.class, name)));
        return guards;
    }

    private long number(String name, long usual) throws IOException {
        Optional<String> text = settings().one(name);
        try {
            long number = text.map(Long::parseLong).orElse(usual);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is a number, not '" + text.orElse("") + "'", e);
        }
        throw new IllegalArgumentException(name + " is 0 or more, not " + text.orElse(""));
    }

    private static boolean yes(String text) {
        return switch (text) {
            case "true", "yes" -> true;
            case "false", "no" -> false;
            default -> throw new IllegalArgumentException("true or false, not '" + text + "'");
        };
    }
}
