package dev.holdfast.platform.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Posts to addresses that people named. A host's name is resolved once for each connection, and the very addresses that
 * were checked are those that are connected to, so that a name can't change between. Redirects aren't followed, nothing is
 * tried twice, no cookie is kept, no proxy is used. Thread-safe.
 */
public final class GuardedClient implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 100;
    private static final int CONNECTIONS_A_HOST_MAX = 8;

    private final CloseableHttpClient client;
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("egress-deadlines").factory());
    private final Duration waitMax;

    /**
     * A client.
     *
     * @param allowPrivate whether requests may go to this machine and its network
     * @param waitMax how long a request may take in all
     */
    public GuardedClient(boolean allowPrivate, Duration waitMax) {
        this.waitMax = waitMax;
        Timeout timeout = Timeout.of(waitMax);
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(allowPrivate ? SystemDefaultDnsResolver.INSTANCE : new Guard())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(timeout)
                                .setSocketTimeout(timeout)
                                .setTimeToLive(Timeout.ofMinutes(1))
                                .build())
                        .setMaxConnTotal(CONNECTIONS_MAX)
                        .setMaxConnPerRoute(CONNECTIONS_A_HOST_MAX)
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout)
                        .setResponseTimeout(timeout)
                        .setRedirectsEnabled(false)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableDefaultUserAgent()
                .build();
    }

    /**
     * Posts JSON. The answer's body is thrown away unread.
     *
     * @return the answer's status
     * @throws ForbiddenAddressException when the host isn't on the public internet and that isn't allowed
     * @throws IOException when no answer came in time
     */
    public int post(URI address, String json, Map<String, String> headers) throws IOException {
        HttpPost request = new HttpPost(address);
        request.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON.withCharset(StandardCharsets.UTF_8)));
        headers.forEach(request::setHeader);
        // The client's own timeouts are for each read: an answer that drips would hold the thread for ever.
        Future<?> deadline = deadlines.schedule(request::cancel, waitMax.toMillis(), TimeUnit.MILLISECONDS);
        try {
            // Aborted after the head, so that nobody can make us read a body without an end.
            return client.execute(request, response -> {
                int status = response.getCode();
                request.cancel();
                return status;
            });
        } finally {
            deadline.cancel(false);
        }
    }

    @Override
    public void close() throws IOException {
        deadlines.shutdownNow();
        client.close();
    }

    /** Lets no name through of which any address isn't public. */
    private static final class Guard implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
            if (!Arrays.stream(addresses).allMatch(PublicNetwork::holds)) {
                throw new ForbiddenAddressException(host);
            }
            return addresses;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
