package dev.holdfast.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.blobs.objects.BlobSettings;
import dev.holdfast.platform.blobs.objects.ObjectStore;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where other devices find the embedded object store, from one start to the next. */
class StoreAddressTest {
    @TempDir
    Path folder;

    @Test
    void otherDevicesFindTheStoreAtTheSameAddressAfterARestart() throws Exception {
        int port;
        // 127.0.0.2 reaches this machine only because the store listens on all addresses.
        try (Program program =
                start(Map.of("holdfast.host", "0.0.0.0", "holdfast.public-url", "http://127.0.0.2:8080"))) {
            URI put = signPut(program);
            URI get = signGet(program);
            port = put.getPort();
            assertThat(put.getHost()).isEqualTo("127.0.0.2");
            assertThat(get.getAuthority()).isEqualTo(put.getAuthority());
            uploadsAndDownloads(program);
        }
        Path kept = folder.resolve("data/objects.port");
        assertThat(kept).hasContent(port + "\n");

        try (Program program = start(Map.of("holdfast.blobs.public-url", "https://files.example.org"))) {
            assertThat(signPut(program).getAuthority()).isEqualTo("files.example.org");
            assertThat(signGet(program).getScheme()).isEqualTo("https");
            assertThat(program.bean(BlobSettings.class).endpoint()).isEqualTo("http://127.0.0.1:" + port);
        }

        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getByName("0.0.0.0"));
                Program program = start(Map.of("holdfast.host", "0.0.0.0"))) {
            assertThat(signPut(program).getHost()).isNotIn("0.0.0.0", "127.0.0.1");
            assertThat(signPut(program).getPort()).isNotEqualTo(other.getLocalPort());
            uploadsAndDownloads(program);
            assertThat(kept).as("for the next start").hasContent(port + "\n");
        }
    }

    private Program start(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("holdfast.data", folder.resolve("data").toString());
        all.put("holdfast.port", "0");
        all.put("holdfast.environment", "dev");
        return Program.start(Settings.read(null, all));
    }

    private static URI signPut(Program program) {
        return program.bean(ObjectStore.class)
                .signPut("probe", "text/plain", 4L)
                .url();
    }

    private static URI signGet(Program program) {
        return program.bean(ObjectStore.class).signGet("probe", "probe.txt", "text/plain");
    }

    /** The store checks the signature over the host that the client calls. */
    private static void uploadsAndDownloads(Program program) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            ObjectStore.SignedPut signed = program.bean(ObjectStore.class).signPut("probe", "text/plain", 4L);
            HttpRequest.Builder put = HttpRequest.newBuilder(signed.url()).PUT(BodyPublishers.ofString("reef"));
            signed.headers().forEach((name, value) -> {
                if (!"host".equalsIgnoreCase(name) && !"content-length".equalsIgnoreCase(name)) {
                    put.header(name, value);
                }
            });
            var stored = client.send(put.build(), BodyHandlers.ofString());
            assertThat(stored.statusCode()).as(stored.body()).isEqualTo(200);
            var read = client.send(HttpRequest.newBuilder(signGet(program)).build(), BodyHandlers.ofString());
            assertThat(read.body()).isEqualTo("reef");
        }
    }
}
