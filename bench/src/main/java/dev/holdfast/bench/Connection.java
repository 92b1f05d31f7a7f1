package dev.holdfast.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One kept-alive HTTP/1.1 connection that costs next to nothing on the machine that it shares with the server: a load
 * generator as light as pgbench, so that what is measured is the server. Speaks only what the scenarios need.
 */
final class Connection implements AutoCloseable {
    private static final int TIMEOUT_MS = 120_000;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String host;

    Connection(URI server) throws IOException {
        int port = server.getPort() == -1 ? 80 : server.getPort();
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
        out = socket.getOutputStream();
        host = server.getHost() + ":" + port;
    }

    /** An answer, its header names in lower case. */
    record Answer(int status, Map<String, String> headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Sends a request and reads the whole answer. Header lines end with CR LF. */
    Answer send(String method, String path, String headerLines, byte[] body) throws IOException {
        head(method, path, headerLines, body);
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        Map<String, String> headers = headers();
        return new Answer(status, headers, body(method, status, headers));
    }

    /** Sends a request whose answer never ends, and leaves its lines to be read with {@link #line()}. */
    int open(String path, String headerLines) throws IOException {
        head("GET", path, headerLines, new byte[0]);
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        headers();
        return status;
    }

    /** The next line without its end. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void head(String method, String path, String headerLines, byte[] body) throws IOException {
        String head = method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: " + body.length + "\r\n"
                + headerLines + "\r\n";
        byte[] first = head.getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[first.length + body.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(body, 0, all, first.length, body.length);
        out.write(all);
        out.flush();
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private byte[] body(String method, int status, Map<String, String> headers) throws IOException {
        if (method.equals("HEAD") || status == 204 || status == 304) {
            return new byte[0];
        }
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = chunk(); size > 0; size = chunk()) {
                body.write(in.readNBytes(size));
                line();
            }
            line();
            return body.toByteArray();
        }
        return in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
    }
}
