package dev.holdfast.platform.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testkit.Receiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses requests may go to, and that the client asks. */
final class PublicNetworkTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "198.18.0.1",
                "198.51.100.7",
                "203.0.113.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "64:ff9b::7f00:1",
                "64:ff9b::a00:1",
                "2002:7f00:1::",
                "2002:a00:1::1",
                "2001:db8::1",
                "2001::1",
                "3fff::1",
                "100::1",
                "5f00::1"
            })
    void refuses(String address) throws UnknownHostException {
        assertThat(PublicNetwork.holds(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "1.1.1.1",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "198.20.0.1",
                "223.255.255.1",
                "2606:4700::1111",
                "2a00:1450::1",
                "64:ff9b::808:808",
                "2002:808:808::1"
            })
    void allows(String address) throws UnknownHostException {
        assertThat(PublicNetwork.holds(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "[::1]",
                "0.0.0.0",
                "2130706433",
                "0x7f.1",
                "[::ffff:127.0.0.1]",
                "127.1"
            })
    void theClientConnectsToNoneOfThem(String host) throws Exception {
        try (Receiver receiver = Receiver.start();
                GuardedClient client = new GuardedClient(false, Duration.ofSeconds(5))) {
            int port = receiver.url("/").getPort();
            URI address = URI.create("http://" + host + ":" + port + "/hook");

            assertThatThrownBy(() -> client.post(address, "{}", Map.of())).isInstanceOf(UnknownHostException.class);
            assertThat(receiver.received("/hook")).isEmpty();
        }
    }

    @Test
    void anAnswerThatDripsIsCutOff() throws Exception {
        try (DrippingServer server = DrippingServer.start();
                GuardedClient client = new GuardedClient(true, Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> client.post(server.url(), "{}", Map.of())).isInstanceOf(IOException.class);
        }
    }
}
