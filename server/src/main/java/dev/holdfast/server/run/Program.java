package dev.holdfast.server.run;

import dev.holdfast.embedded.DataFolder;
import dev.holdfast.embedded.EmbeddedObjectStore;
import dev.holdfast.platform.PlatformConfiguration;
import dev.holdfast.platform.PublicAddress;
import dev.holdfast.platform.blobs.objects.BlobSettings;
import dev.holdfast.platform.blobs.objects.Durability;
import dev.holdfast.server.page.ProgramSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * The running program: the embedded parts that the settings don't replace, and the platform with its apps on top. The one
 * composition root; tests boot it too.
 */
public final class Program implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Program.class);

    /** An address of nobody's (RFC 5737): the way there is the way to all others. */
    private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("192.0.2.1", 9);

    private final EmbeddedParts parts;
    private final ConfigurableApplicationContext context;
    private final URI url;
    private final CompletableFuture<String> lost;

    private Program(
            EmbeddedParts parts, ConfigurableApplicationContext context, URI url, CompletableFuture<String> lost) {
        this.parts = parts;
        this.context = context;
        this.url = url;
        this.lost = lost;
    }

    /** Starts everything and returns when requests are answered. Throws {@link StartFailure} with the reason. */
    public static Program start(Settings settings) {
        return start(settings, systemClock());
    }

    /** As {@link #start(Settings)}, with another clock. */
    public static Program start(Settings settings, InstantSource clock) {
        ProgramSettings own = settings.bind("holdfast", ProgramSettings.class);
        CompletableFuture<String> lost = new CompletableFuture<>();
        EmbeddedParts parts = null;
        try {
            List<App> apps = App.named(own.apps());
            int port = port(own);
            boolean ownStore =
                    isMissing(settings, "holdfast.blobs.endpoint") && isMissing(settings, "holdfast.blobs.bucket");
            if (ownStore) {
                requireStorePort(settings, own, port);
            }
            String publicUrl = publicUrl(settings, port);
            parts = EmbeddedParts.start(
                    new EmbeddedParts.Wanted(
                            Path.of(own.data()),
                            isMissing(settings, "holdfast.db.url"),
                            ownStore,
                            storePlace(settings, own, publicUrl, port)),
                    clock,
                    reason -> lost.complete(reason));
            tell(settings, own, parts, port, publicUrl);
            Installation installation = Installation.check(settings, own.environment());
            ConfigurableApplicationContext context = compose(settings, apps, parts, clock);
            parts.warnings().forEach(log::warn);
            String store = context.getBean(BlobSettings.class).clients();
            if (publicUrl.startsWith("https:") && store.startsWith("http:")) {
                log.warn(
                        "Browsers refuse {}, where the files are, on a page of {}: set holdfast.blobs.public-url to an"
                                + " https address that a proxy hands on to it.",
                        store,
                        publicUrl);
            }
            Program program = new Program(parts, context, URI.create(publicUrl), lost);
            installation.claim(program);
            return program;
        } catch (RuntimeException e) {
            if (parts != null) {
                parts.close();
            }
            throw Explanation.of(e);
        }
    }

    /** The machine's clock, for commands that run beside a program. */
    public static InstantSource systemClock() {
        return InstantSource.system();
    }

    /** Where people reach it. */
    public URI url() {
        return url;
    }

    /** Completes with the reason when an embedded part has ended and can't be started again. */
    public CompletableFuture<String> lost() {
        return lost.copy();
    }

    /** A part of the running program. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** The whole composition, for tests and commands. */
    public ConfigurableApplicationContext context() {
        return context;
    }

    /** Lets running requests end, then stops the parts. Does nothing the second time. */
    @Override
    public synchronized void close() {
        if (context.isActive()) {
            context.close();
            parts.close();
        }
    }

    /** What only a start knows, above all other settings. */
    private static void tell(Settings settings, ProgramSettings own, EmbeddedParts parts, int port, String publicUrl) {
        Map<String, Object> told = new HashMap<>(parts.settings());
        Path data = Path.of(own.data()).toAbsolutePath();
        told.put("server.address", own.host());
        told.put("server.port", port);
        told.put("holdfast.public-url", publicUrl);
        told.put("holdfast.data", data.toString());
        if (isMissing(settings, "holdfast.audit.anchors")) {
            told.put("holdfast.audit.anchors", data.resolve("audit").toString());
        }
        told.put("holdfast.log.folder", logFolder(settings, data));
        if (isMissing(settings, "holdfast.secrets.master-key-file")) {
            told.put(
                    "holdfast.secrets.master-key-file",
                    data.resolve("secrets/master.key").toString());
        }
        TlsSettings tls = settings.bind("holdfast.tls", TlsSettings.class);
        told.putAll(tls.server());
        settings.environment().getPropertySources().addFirst(new MapPropertySource("program", told));
    }

    /** A log that can't be written says nothing about it later. */
    private static String logFolder(Settings settings, Path data) {
        String given = settings.get("holdfast.log.folder");
        Path folder = given == null || given.isBlank() ? data.resolve("log") : Path.of(given);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StartFailure("The log's folder " + folder + " can't be made: " + e.getMessage(), e);
        }
        if (!Files.isWritable(folder)) {
            throw new StartFailure("The log's folder " + folder + " can't be written to.");
        }
        return folder.toString();
    }

    private static ConfigurableApplicationContext compose(
            Settings settings, List<App> apps, EmbeddedParts parts, InstantSource clock) {
        ConfigurableEnvironment environment = settings.environment();
        List<Class<?>> configurations =
                new ArrayList<>(List.of(PlatformConfiguration.class, ServerConfiguration.class));
        apps.forEach(app -> configurations.add(app.configuration()));
        return new SpringApplicationBuilder(configurations.toArray(Class<?>[]::new))
                .environment(environment)
                .web(WebApplicationType.SERVLET)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .initializers(beans(parts, clock))
                .run();
    }

    private static ApplicationContextInitializer<ConfigurableApplicationContext> beans(
            EmbeddedParts parts, InstantSource clock) {
        return context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean("clock", InstantSource.class, (Supplier<InstantSource>) () -> clock);
            parts.objects()
                    .ifPresent(objects ->
                            beans.registerBean(Durability.class, (Supplier<Durability>) () -> durability(objects)));
        };
    }

    private static Durability durability(EmbeddedObjectStore objects) {
        return new Durability() {
            @Override
            public void persist(String bucket, String key) {
                objects.persist(bucket, key);
            }

            @Override
            public int sweep() {
                return objects.sweep();
            }
        };
    }

    private static String publicUrl(Settings settings, int port) {
        String given = settings.get("holdfast.public-url");
        String scheme = isMissing(settings, "holdfast.tls.cert") ? "http" : "https";
        return given == null || given.isBlank() ? scheme + "://localhost:" + port : given;
    }

    /**
     * The embedded store listens where the program does, and clients are told the host at which they reach the program,
     * unless the settings name the store's address. The origins are those whose pages may speak to it, which knows no
     * other way to be told than at its start.
     */
    private static EmbeddedParts.StorePlace storePlace(
            Settings settings, ProgramSettings own, String publicUrl, int port) {
        PublicAddress address = settings.bind("holdfast", PublicAddress.class);
        BlobSettings blobs = settings.bind("holdfast.blobs", BlobSettings.class);
        List<String> origins = new ArrayList<>(List.of(address.publicUrl() == null ? publicUrl : address.origin(0)));
        origins.addAll(blobs.allowedOrigins());
        String clientHost = "";
        InetAddress host = resolved(own.host());
        if (!host.isLoopbackAddress()) {
            if (address.publicUrl() == null) {
                clientHost = bracketed(host.isAnyLocalAddress() ? machine() : own.host());
                origins.add(URI.create(publicUrl).getScheme() + "://" + clientHost + ":" + port);
            } else {
                clientHost = URI.create(publicUrl).getHost();
            }
        }
        boolean named = !isMissing(settings, "holdfast.blobs.public-url");
        return new EmbeddedParts.StorePlace(own.host(), blobs.port(), named ? "" : clientHost, origins);
    }

    private static InetAddress resolved(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new StartFailure("The host " + host + " is no address of this machine.", e);
        }
    }

    /** The address at which others in the network find this machine; connecting a datagram socket sends nothing. */
    private static String machine() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(ELSEWHERE);
            InetAddress own = socket.getLocalAddress();
            return own.isAnyLocalAddress() ? InetAddress.getLocalHost().getHostName() : own.getHostAddress();
        } catch (IOException | UncheckedIOException _) {
            return "localhost";
        }
    }

    private static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    private static boolean isMissing(Settings settings, String key) {
        String value = settings.get(key);
        return value == null || value.isBlank();
    }

    private static int port(ProgramSettings own) {
        try {
            return own.port() == 0 ? freePort(own.host()) : free(own.host(), own.port(), "Choose another with --port.");
        } catch (StartFailure taken) {
            // Whoever starts twice in the same words should hear of the folder that is in use, not of its port.
            if (Files.exists(Path.of(own.data(), DataFolder.VERSION))) {
                DataFolder.open(Path.of(own.data())).close();
            }
            throw taken;
        }
    }

    /** Looked at before anything is made: a start that is refused leaves nothing behind. */
    private static void requireStorePort(Settings settings, ProgramSettings own, int port) {
        int wanted = settings.bind("holdfast.blobs", BlobSettings.class).port();
        if (wanted == 0 || Files.exists(Path.of(own.data(), DataFolder.VERSION))) {
            return; // In a folder that is there the start itself says what is wrong, and makes nothing that isn't
            // there.
        }
        if (wanted == port) {
            throw new StartFailure("The port " + port + " can't be the program's and the object store's at once:"
                    + " set holdfast.blobs.port to another.");
        }
        var unused = free(own.host(), wanted, "Choose another with holdfast.blobs.port.");
    }

    private static int freePort(String host) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StartFailure("There is no free port on " + host + ": " + e.getMessage(), e);
        }
    }

    private static int free(String host, int port, String advice) {
        if (port < 0 || port > 65_535) {
            throw new StartFailure("The port must be 0 to 65535, not " + port + ".");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return port;
        } catch (IOException e) {
            throw new StartFailure(
                    "Port " + port + " of " + host + " can't be used: " + e.getMessage() + ". " + advice, e);
        }
    }
}
