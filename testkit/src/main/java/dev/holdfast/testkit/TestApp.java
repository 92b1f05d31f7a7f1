package dev.holdfast.testkit;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The program, or a part of it, booted for real on a free port against a database of its own.
 *
 * @param context the running context
 * @param database what it runs on
 * @param clock the clock that all of it reads
 */
public record TestApp(ConfigurableApplicationContext context, TestDatabase database, SettableClock clock)
        implements AutoCloseable {

    /** Boots the configurations with further settings, which win over the defaults of tests. */
    public static TestApp start(TestDatabase database, Map<String, String> settings, Class<?>... configurations) {
        SettableClock clock = new SettableClock();
        ApplicationContextInitializer<ConfigurableApplicationContext> withClock = context ->
                ((GenericApplicationContext) context).registerBean("clock", SettableClock.class, () -> clock);
        Map<String, Object> properties = new HashMap<>(Map.of(
                "server.port", "0",
                "server.address", "127.0.0.1",
                "spring.threads.virtual.enabled", "true",
                "spring.main.allow-bean-definition-overriding", "false",
                "holdfast.secrets.master-key", "dGVzdC1vbmx5LW1hc3Rlci1rZXktb2YtMzItYnl0ZXM=",
                "holdfast.limits", "off",
                "logging.level.root", "WARN",
                "logging.level.dev.holdfast", "WARN",
                "logging.level.access", "WARN"));
        properties.put(
                "holdfast.audit.anchors",
                "target/testkit/audit-" + ProcessHandle.current().pid() + "/" + database.name());
        properties.putAll(database.settings());
        properties.putAll(settings);
        ConfigurableApplicationContext context = new SpringApplicationBuilder(configurations)
                .web(WebApplicationType.SERVLET)
                .bannerMode(Banner.Mode.OFF)
                .properties(properties)
                .initializers(withClock)
                .run();
        return new TestApp(context, database, clock);
    }

    /** Where it listens, with a slash at the end. */
    public URI url() {
        return URI.create(
                "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port") + "/");
    }

    /** A client without credentials. */
    public TestClient client() {
        return new TestClient(url());
    }

    /** A part of the running program. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
