package dev.holdfast.platform.http.container;

import java.time.Duration;
import org.apache.catalina.Host;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Compression;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.unit.DataSize;

/** Sets Tomcat up: sizes, times, compression, problems instead of its own pages. */
@Configuration(proxyBeanMethods = false)
class ContainerConfiguration {
    private static final int HEADER_BYTES_MAX = 32 * 1_024;
    private static final int CONNECTIONS_MAX = 10_000;
    private static final int SWALLOWED_BYTES_MAX = 32 * 1_024 * 1_024;
    /** A syncing client keeps its connection; Tomcat's own limit would make it connect anew every 100 requests. */
    private static final int REQUESTS_A_CONNECTION_MAX = 100_000;

    private static final Duration SILENCE_MAX = Duration.ofSeconds(20);
    private static final DataSize COMPRESSED_FROM = DataSize.ofKilobytes(2);
    private static final String[] COMPRESSED = {
        "application/json",
        "application/problem+json",
        "text/html",
        "text/css",
        "text/plain",
        "text/markdown",
        "text/csv",
        "text/x-diff",
        "text/javascript",
        "application/javascript",
        "application/manifest+json",
        "image/svg+xml"
    };

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> container() {
        return factory -> {
            Compression compression = new Compression();
            compression.setEnabled(true);
            compression.setMinResponseSize(COMPRESSED_FROM);
            compression.setMimeTypes(COMPRESSED);
            factory.setCompression(compression);
            factory.addConnectorCustomizers(connector -> {
                connector.setAllowTrace(false);
                if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
                    http.setMaxHttpRequestHeaderSize(HEADER_BYTES_MAX);
                    http.setMaxHeaderCount(ProblemReportValve.HEADERS_MAX);
                    http.setMaxConnections(CONNECTIONS_MAX);
                    http.setMaxKeepAliveRequests(REQUESTS_A_CONNECTION_MAX);
                    http.setMaxSwallowSize(SWALLOWED_BYTES_MAX);
                    http.setConnectionTimeout((int) SILENCE_MAX.toMillis());
                }
            });
            factory.addContextCustomizers(context -> reportProblems((Host) context.getParent()));
        };
    }

    private static void reportProblems(Host host) {
        if (host instanceof StandardHost standard) {
            standard.setErrorReportValveClass(ProblemReportValve.class.getName());
        }
        for (var valve : host.getPipeline().getValves()) {
            if (valve instanceof ErrorReportValve && !(valve instanceof ProblemReportValve)) {
                host.getPipeline().removeValve(valve);
            }
        }
    }
}
