package dev.holdfast.server.run;

import dev.holdfast.embedded.EmbeddedException;
import dev.holdfast.platform.PlatformConfiguration;
import dev.holdfast.platform.blobs.objects.Durability;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.PortInUseException;
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
    private final @Nullable EmbeddedParts parts;
    private final ConfigurableApplicationContext context;
    private final URI url;

    private Program(@Nullable EmbeddedParts parts, ConfigurableApplicationContext context, URI url) {
        this.parts = parts;
        this.context = context;
        this.url = url;
    }

    /**
     * What a start is asked for.
     *
     * @param data the folder with everything that the program keeps
     * @param host the address that it listens on
     * @param port TCP port, 0 for a free one
     * @param settings where the further settings come from
     */
    public record Options(Path data, String host, int port, Settings settings) {}

    /** Starts everything and returns when requests are answered. Throws {@link StartFailure} with the reason. */
    public static Program start(Options options) {
        return start(options, InstantSource.system());
    }

    /** As {@link #start(Options)}, with another clock. */
    public static Program start(Options options, InstantSource clock) {
        ConfigurableEnvironment environment = options.settings().environment();
        int port = options.port() == 0 ? freePort(options.host()) : options.port();
        String publicUrl = environment.getProperty("holdfast.public-url", "http://localhost:" + port);
        boolean database = environment.getProperty("holdfast.db.url", "").isEmpty();
        boolean store = environment.getProperty("holdfast.blobs.endpoint", "").isEmpty();
        EmbeddedParts parts = null;
        try {
            refuseTakenPort(options.host(), port);
            parts = EmbeddedParts.start(options.data(), database, store, List.of(publicUrl), clock);
            return start(options, port, publicUrl, parts, clock);
        } catch (EmbeddedException e) {
            throw new StartFailure(e.getMessage() == null ? "An embedded part failed." : e.getMessage(), e);
        } catch (RuntimeException e) {
            if (parts != null) {
                parts.close();
            }
            throw explained(e, port);
        }
    }

    /** Where people reach it. */
    public URI url() {
        return url;
    }

    /** A part of the running program. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** The whole composition, for tests and commands. */
    public ConfigurableApplicationContext context() {
        return context;
    }

    /** Lets running requests end, then stops the parts. */
    @Override
    public void close() {
        context.close();
        if (parts != null) {
            parts.close();
        }
    }

    private static Program start(Options options, int port, String publicUrl, EmbeddedParts parts, InstantSource clock) {
        ConfigurableEnvironment environment = options.settings().environment();
        Map<String, Object> own = new HashMap<>(parts.settings());
        own.put("server.address", options.host());
        own.put("server.port", port);
        own.put("holdfast.public-url", publicUrl);
        own.put("holdfast.data", options.data().toAbsolutePath().toString());
        environment.getPropertySources().addFirst(new MapPropertySource("program", own));
        List<Class<?>> configurations = new ArrayList<>(List.of(PlatformConfiguration.class, ServerConfiguration.class));
        App.named(environment.getProperty("holdfast.apps", "documents")).forEach(app -> configurations.add(app.configuration()));
        ConfigurableApplicationContext context = new SpringApplicationBuilder(configurations.toArray(Class<?>[]::new))
                .environment(environment)
                .web(WebApplicationType.SERVLET)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .initializers(beans(parts, clock))
                .run();
        return new Program(parts, context, URI.create(publicUrl));
    }

    private static ApplicationContextInitializer<ConfigurableApplicationContext> beans(EmbeddedParts parts, InstantSource clock) {
        return context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean("clock", InstantSource.class, (Supplier<InstantSource>) () -> clock);
            parts.objects().ifPresent(objects ->
                    beans.registerBean(Durability.class, (Supplier<Durability>) () -> objects::persist));
        };
    }

    private static int freePort(String host) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StartFailure("There is no free port on " + host + ": " + e.getMessage(), e);
        }
    }

    private static void refuseTakenPort(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new java.net.InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new StartFailure(
                    "Port " + port + " of " + host + " can't be used: " + e.getMessage() + ". Choose another with --port.", e);
        }
    }

    private static RuntimeException explained(RuntimeException e, int port) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartFailure failure) {
                return failure;
            }
            if (cause instanceof PortInUseException) {
                return new StartFailure("Port " + port + " is taken. Choose another with --port.", e);
            }
        }
        return e;
    }
}
