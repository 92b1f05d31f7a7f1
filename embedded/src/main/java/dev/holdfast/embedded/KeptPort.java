package dev.holdfast.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A port that is chosen once and kept in a file, so that proxies, firewalls and addresses given out outlive a restart.
 * The file holds the decimal number and a line feed.
 */
public final class KeptPort {
    private static final int PORT_MAX = 65_535;
    private static final int LENGTH_MAX = 20;

    private final Path file;

    private KeptPort(Path file) {
        this.file = file;
    }

    /** The one in this file, which need not exist. */
    public static KeptPort in(Path file) {
        return new KeptPort(file);
    }

    /** The kept port; 0 where there is none yet or the file holds no port. */
    public int port() {
        try {
            if (!Files.exists(file) || Files.size(file) > LENGTH_MAX) {
                return 0;
            }
            int port = Integer.parseInt(Files.readString(file).strip());
            return port < 0 || port > PORT_MAX ? 0 : port;
        } catch (NumberFormatException _) {
            return 0;
        } catch (IOException e) {
            throw new EmbeddedException("cannot read " + file + ": " + Reasons.of(e), e);
        }
    }

    /** Whether nobody else listens on the kept port; true as well where none is kept. */
    public boolean isFree(String address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port()));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** Keeps this one from now on. */
    public void keep(int port) {
        try {
            Files.writeString(file, port + "\n");
        } catch (IOException e) {
            throw new EmbeddedException("cannot write " + file + ": " + Reasons.of(e), e);
        }
    }
}
