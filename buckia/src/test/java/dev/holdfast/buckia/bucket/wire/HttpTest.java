package dev.holdfast.buckia.bucket.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.testkit.objects.Fault;
import dev.holdfast.testkit.objects.Line;
import dev.holdfast.testkit.objects.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpTest {
    private final Line line = new Line(call -> new Reply(200, Map.of(), new byte[100_000]));
    private final Http http = new Http(Duration.ofMillis(200));

    @AfterEach
    void stop() {
        http.close();
        line.close();
    }

    @Test
    void anAnswerThatStandsStillIsGivenUp() throws IOException {
        line.next(new Fault.Stall("GET", 50_000));
        try (var in = get().body()) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no byte came for too long");
        }
        line.next(new Fault.Stall("GET", 50_000));
        assertThatThrownBy(() -> Http.all(get()))
                .isInstanceOfSatisfying(
                        BucketException.class, e -> assertThat(e.error()).isEqualTo(BucketError.UNAVAILABLE));
        try (var patient = new Http()) {
            var whole = patient.send("GET", URI.create(line.endpoint() + "/x"), Map.of(), null);
            assertThat(Http.all(whole)).hasSize(100_000);
        }
    }

    @Test
    void jsonThatIsNoneOrSomethingElse() {
        var cut = "[{\"a\":1},{\"b\"";
        for (var text : new String[] {"", "<html>", "{\"a\":1}", cut, "[1,"}) {
            var in = new java.io.ByteArrayInputStream(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThatThrownBy(() -> Json.rows(in, row -> {})).as(text).isInstanceOf(BucketException.class);
        }
        var rows = new ArrayList<Map<String, String>>();
        var text = "[{\"a\":1,\"n\":null,\"in\":{\"b\":true,\"list\":[{\"c\":1}]}},3,[4],{\"a\":\"x\"}]";
        Json.rows(new java.io.ByteArrayInputStream(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)), rows::add);
        assertThat(rows).containsExactly(Map.of("a", "1", "in.b", "true"), Map.of("a", "x"));
    }

    private HttpResponse<java.io.InputStream> get() {
        return http.send("GET", URI.create(line.endpoint() + "/x"), Map.of(), null);
    }
}
