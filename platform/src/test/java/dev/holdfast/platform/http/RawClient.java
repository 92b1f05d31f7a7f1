package dev.holdfast.platform.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Sends bytes as they are, and reads the one answer until the connection closes. */
public final class RawClient {
    private static final int SILENCE_MS_MAX = 10_000;

    private RawClient() {}

    /**
     * An answer.
     *
     * @param head status line and headers, in lower case
     * @param body what stands behind them
     */
    public record Raw(String head, String body) {
        /** The status. */
        public int status() {
            return head.isEmpty() ? 0 : Integer.parseInt(head.split(" ", 3)[1]);
        }
    }

    /** Sends each character as one byte. */
    public static Raw send(URI server, String bytes) {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(SILENCE_MS_MAX);
            OutputStream out = socket.getOutputStream();
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            socket.shutdownOutput();
            String text = read(socket.getInputStream());
            int end = text.indexOf("\r\n\r\n");
            return end < 0
                    ? new Raw(text, "")
                    : new Raw(text.substring(0, end).toLowerCase(Locale.ROOT), text.substring(end + 4));
        } catch (IOException e) {
            throw new UncheckedIOException(bytes.substring(0, Math.min(80, bytes.length())), e);
        }
    }

    private static String read(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
