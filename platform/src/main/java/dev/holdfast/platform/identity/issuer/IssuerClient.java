package dev.holdfast.platform.identity.issuer;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Asks issuers for JSON: no redirects, at most {@value #ANSWER_BYTES_MAX} bytes, within a few seconds. */
@Component
final class IssuerClient {
    static final Duration WAIT_MAX = Duration.ofSeconds(5);
    static final int ANSWER_BYTES_MAX = 512 * 1024;

    private static final Logger log = LoggerFactory.getLogger(IssuerClient.class);
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(WAIT_MAX)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final JsonMapper json;

    IssuerClient(JsonMapper json) {
        this.json = json;
    }

    /** GET, with a bearer token unless it is empty. Throws PROVIDER_FAILED for anything but an object of JSON. */
    Map<String, Object> get(URI url, String bearer) {
        HttpRequest.Builder request = request(url).GET();
        return send(bearer.isEmpty() ? request : request.header("Authorization", "Bearer " + bearer));
    }

    /** POST of a form. Throws PROVIDER_FAILED for anything but an object of JSON. */
    Map<String, Object> post(URI url, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(request(url)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static HttpRequest.Builder request(URI url) {
        return HttpRequest.newBuilder(url)
                .timeout(WAIT_MAX)
                .header("Accept", "application/json")
                .header("User-Agent", "Holdfast");
    }

    private Map<String, Object> send(HttpRequest.Builder building) {
        HttpRequest request = building.build();
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(ANSWER_BYTES_MAX + 1);
                if (response.statusCode() == 200 && bytes.length <= ANSWER_BYTES_MAX) {
                    return json.readValue(bytes, OBJECT);
                }
                log.warn("{} answered {} with {} bytes", request.uri(), response.statusCode(), bytes.length);
            }
        } catch (IOException | JacksonException e) {
            log.warn("{} can't be asked", request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Problem(Code.PROVIDER_FAILED, "The sign-in provider doesn't answer as it should. Try again later.");
    }
}
