package dev.holdfast.buckia.bucket.wire;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** An answer whose body is read from its connection. */
record Answer(URI uri, int statusCode, HttpHeaders headers, InputStream body) implements HttpResponse<InputStream> {
    @Override
    public HttpRequest request() {
        throw new UnsupportedOperationException("an answer doesn't keep its request");
    }

    @Override
    public Optional<HttpResponse<InputStream>> previousResponse() {
        return Optional.empty();
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return Optional.empty();
    }

    @Override
    public HttpClient.Version version() {
        return HttpClient.Version.HTTP_1_1;
    }
}
