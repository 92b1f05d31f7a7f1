package dev.holdfast.buckia.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionCommandTest {
    @TempDir
    private Path scratch;

    @Test
    void versionsAreComparedNumberByNumber() {
        assertThat(VersionCommand.isNewer("0.10.0", "0.9.9")).isTrue();
        assertThat(VersionCommand.isNewer("1.0", "1.0.0")).isFalse();
        assertThat(VersionCommand.isNewer("1.0.1", "1.0")).isTrue();
        assertThat(VersionCommand.isNewer("0.9", "0.10")).isFalse();
    }

    @Test
    void asksOnlyWhereTheSettingsSay() throws IOException {
        Path silent = Files.writeString(scratch.resolve("silent"), "local = .\n");
        assertThat(MainTest.run("version")).isEqualTo("0: buckia " + VersionCommand.NUMBER + "\n");
        assertThat(MainTest.run("version", "--check", "--config", silent.toString()))
                .startsWith(ExitCode.USAGE + ": ");

        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] said = exchange.getRequestURI().getPath().substring(1).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, said.length);
            exchange.getResponseBody().write(said);
            exchange.close();
        });
        server.start();
        try {
            assertThat(check(server, "99.0")).startsWith("0: ").contains("There is a newer version: 99.0");
            assertThat(check(server, VersionCommand.NUMBER)).contains("This is the latest version.");
            assertThat(check(server, "nonsense")).startsWith(ExitCode.of(refused()) + ": ");
        } finally {
            server.stop(0);
        }
    }

    private String check(HttpServer server, String says) throws IOException {
        Path file = Files.writeString(
                scratch.resolve("asking"),
                "version-url = http://127.0.0.1:" + server.getAddress().getPort() + "/" + says + "\n");
        return MainTest.run("version", "--check", "--config", file.toString());
    }

    private static Exception refused() {
        return new dev.holdfast.buckia.bucket.BucketException(dev.holdfast.buckia.bucket.BucketError.REFUSED, "");
    }
}
