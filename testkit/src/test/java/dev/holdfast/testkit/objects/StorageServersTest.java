package dev.holdfast.testkit.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Eventually;
import dev.holdfast.testkit.b2.B2Server;
import dev.holdfast.testkit.bunny.BunnyServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** That the servers refuse what the services refuse: a client is only shown to keep a limit if there is one. */
class StorageServersTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final BunnyServer bunny = BunnyServer.start();
    private final B2Server b2 = B2Server.start();

    @AfterEach
    void stop() {
        client.shutdownNow();
        bunny.close();
        b2.close();
    }

    @Test
    void bunnyListsFiveFoldersAtATime() throws Exception {
        var latch = new CountDownLatch(1);
        bunny.holdListings(latch);
        var held = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int at = 0; at < 5; at++) {
            held.add(client.sendAsync(onBunny("GET", "", ""), HttpResponse.BodyHandlers.ofString()));
        }
        Eventually.holds("five listings run", () -> bunny.listingsRunning() == 5);
        var sixth = send(onBunny("GET", "dir/", ""));
        assertThat(sixth.statusCode()).isEqualTo(400);
        assertThat(sixth.body()).contains("Unable to process request");
        assertThat(bunny.throttled()).isEqualTo(1);
        latch.countDown();
        for (var each : held) {
            assertThat(each.get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void bunnyDeletesAFolderWithAllThatItHoldsAndKeepsEmptyOnes() throws Exception {
        for (var file : new String[] {"a/b/one", "a/two", "c"}) {
            assertThat(send(onBunny("PUT", file, "x")).statusCode()).isEqualTo(201);
        }
        assertThat(send(onBunny("DELETE", "a/b/one", "")).statusCode()).isEqualTo(200);
        assertThat(json(send(onBunny("GET", "a/", ""))))
                .extracting(item -> item.path("ObjectName").asString())
                .containsExactlyInAnyOrder("b", "two");
        assertThat(send(onBunny("DELETE", "", "")).statusCode()).isEqualTo(400);
        assertThat(send(onBunny("DELETE", "a/", "")).statusCode()).isEqualTo(200);
        assertThat(bunny.zone("zone").files()).containsOnlyKeys("c");
        assertThat(bunny.zone("zone").file("c").bytes()).hasSize(1);

        var summed = HttpRequest.newBuilder(URI.create(bunny.endpoint() + "/zone/d"))
                .header("AccessKey", bunny.zone("zone").password())
                .header("Checksum", "00".repeat(32))
                .PUT(HttpRequest.BodyPublishers.ofString("x"))
                .build();
        assertThat(send(summed).statusCode()).isEqualTo(400);
    }

    @Test
    void b2TakesOneUploadAtATimeAtAnAddress() throws Exception {
        var bucket = b2.bucket("bucket");
        var key = b2.key();
        var pair = Base64.getEncoder().encodeToString((key.id() + ":" + key.secret()).getBytes(StandardCharsets.UTF_8));
        var authorized = json(send(HttpRequest.newBuilder(URI.create(b2.endpoint() + "/b2api/v3/b2_authorize_account"))
                .header("Authorization", "Basic " + pair)
                .build()));
        var storage = authorized.path("apiInfo").path("storageApi");
        assertThat(storage.path("absoluteMinimumPartSize").asInt()).isEqualTo(5_000_000);
        var asked = HttpRequest.newBuilder(
                        URI.create(storage.path("apiUrl").asString() + "/b2api/v3/b2_get_upload_url"))
                .header("Authorization", authorized.path("authorizationToken").asString())
                .POST(HttpRequest.BodyPublishers.ofString("{\"bucketId\":\"" + bucket.id() + "\"}"))
                .build();
        var address = json(send(asked));
        var latch = new CountDownLatch(1);
        b2.holdUploads(latch);
        var first = client.sendAsync(onB2(address, "1"), HttpResponse.BodyHandlers.ofString());
        Eventually.holds("the first upload runs", () -> b2.uploadsRunning() == 1);
        var second = send(onB2(address, "2"));
        assertThat(second.statusCode()).isEqualTo(400);
        assertThat(second.body()).contains("auth_token_limit");
        latch.countDown();
        assertThat(first.get().statusCode()).isEqualTo(200);
        assertThat(send(onB2(address, "3")).statusCode()).isEqualTo(200);
        assertThat(bucket.of("a")).hasSize(2);
    }

    private HttpRequest onBunny(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create(bunny.endpoint() + "/zone/" + path))
                .header("AccessKey", bunny.zone("zone").password())
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static HttpRequest onB2(JsonNode address, String body) {
        return HttpRequest.newBuilder(URI.create(address.path("uploadUrl").asString()))
                .header("Authorization", address.path("authorizationToken").asString())
                .header("X-Bz-File-Name", "a")
                .header("Content-Type", "b2/x-auto")
                .header("X-Bz-Content-Sha1", "do_not_verify")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }
}
