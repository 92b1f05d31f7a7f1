package dev.holdfast.buckia.bucket.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** One connection to a server that speaks HTTP/1.1. An interrupt of the thread that waits on it closes it. */
final class Line implements AutoCloseable {
    private static final int CONNECT_MILLISECONDS_MAX = 10_000;
    private static final int SILENCE_MILLISECONDS_MAX = 120_000;
    /** What the system may still have to send when all is written, and the slowest line that is given time for it. */
    private static final long UNSENT_BYTES_MAX = 8 << 20;

    private static final long REST_NANOSECONDS_MAX = 4_000_000_000L;
    private static final int SLOWEST_BYTES_PER_MILLISECOND = 32;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int HEAD_BYTES_MAX = 1 << 18;

    private final Socket socket;
    private final Socket plain;
    private final InputStream in;
    private final OutputStream out;
    private long resting;
    /** When the write under way began, in nanoseconds; 0 if there is none. */
    private volatile long writing;

    private volatile boolean cut;

    private Line(Socket socket, Socket plain) throws IOException {
        this.socket = socket;
        this.plain = plain;
        this.in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
        this.out = new BufferedOutputStream(new Timed(socket.getOutputStream()), BUFFER_BYTES);
    }

    /** Connects to an address's host, with TLS and a look at the host's certificate for https. */
    @SuppressWarnings("AddressSelection") // All addresses are tried by the loop.
    static Line open(URI address, Supplier<SSLSocketFactory> factory) throws IOException {
        boolean secure = "https".equalsIgnoreCase(address.getScheme());
        var host = address.getHost();
        if (host == null) {
            throw new UnknownHostException("an address without a host: " + address);
        }
        var name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int port = address.getPort() > 0 ? address.getPort() : secure ? 443 : 80;
        IOException failure = new UnknownHostException(name);
        for (var each : java.net.InetAddress.getAllByName(name)) {
            // Of a channel, since an interrupt ends what waits on it.
            var socket = SocketChannel.open().socket();
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(each, port), CONNECT_MILLISECONDS_MAX);
                socket.setSoTimeout(SILENCE_MILLISECONDS_MAX); // For the handshake.
                return new Line(secure ? secured(factory.get(), socket, name, port) : socket, socket);
            } catch (IOException e) {
                socket.close();
                failure = e;
            }
        }
        throw failure;
    }

    private static Socket secured(SSLSocketFactory factory, Socket plain, String host, int port) throws IOException {
        var socket = (SSLSocket) factory.createSocket(plain, host, port, true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Nothing is under way on it until its next request. */
    void rest() {
        resting = System.nanoTime();
    }

    /** Whether it has rested for so long that the server may have closed it. */
    boolean isStale() {
        return System.nanoTime() - resting > REST_NANOSECONDS_MAX;
    }

    /** A request with a body of so many bytes follows: how long its answer may be awaited. */
    void expect(long bodyBytes) throws IOException {
        long sending = Math.min(bodyBytes, UNSENT_BYTES_MAX) / SLOWEST_BYTES_PER_MILLISECOND;
        socket.setSoTimeout(Math.toIntExact(SILENCE_MILLISECONDS_MAX + sending));
    }

    /** The rest of an answer follows: how long it may stand still. */
    void expectMore(Duration stillMax) throws IOException {
        socket.setSoTimeout(Math.toIntExact(stillMax.toMillis()));
    }

    /**
     * Ends the write under way if it stands still for longer than that: a socket has no time limit of its own for it.
     * The line is of no use then.
     */
    void cutStill(Duration longest) {
        long since = writing;
        if (since != 0 && System.nanoTime() - since > longest.toNanos()) {
            cut = true;
            try {
                // Not TLS's socket: closing that one waits for the write.
                plain.close();
            } catch (IOException _) {
                // Then the write has ended too.
            }
        }
    }

    /** Where a request's head and body go; nothing is sent before a flush or much was written. */
    OutputStream out() {
        return out;
    }

    /** Where answers come from, behind {@link #head}. */
    InputStream in() {
        return in;
    }

    /**
     * The head of an answer.
     *
     * @param status its status
     * @param headers by name, in any case
     */
    record Head(int status, Map<String, List<String>> headers) {}

    /** Reads the head of the answer; those that only say to go on are passed over. */
    Head head() throws IOException {
        for (int left = HEAD_BYTES_MAX; ; ) {
            var first = line(left);
            left -= first.length() + 1;
            var words = first.split(" ", 3);
            if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !isStatus(words[1])) {
                throw new IOException(
                        "not an answer of HTTP: '" + first.substring(0, Math.min(80, first.length())) + "'");
            }
            var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
            for (var each = line(left); !each.isEmpty(); each = line(left)) {
                left -= each.length() + 1;
                int colon = each.indexOf(':');
                if (colon < 1) {
                    throw new IOException("not a header of HTTP");
                }
                headers.computeIfAbsent(each.substring(0, colon), name -> new ArrayList<>(1))
                        .add(each.substring(colon + 1).strip());
            }
            int status = Integer.parseInt(words[1]);
            if (status >= 200) {
                return new Head(status, headers);
            }
        }
    }

    private static boolean isStatus(String text) {
        return text.length() == 3
                && text.charAt(0) >= '1'
                && text.charAt(0) <= '5'
                && Character.digit(text.charAt(1), 10) >= 0
                && Character.digit(text.charAt(2), 10) >= 0;
    }

    /** A line without its end, of so many bytes at most. */
    String line(int most) throws IOException {
        byte[] bytes = new byte[128];
        int length = 0;
        for (int each = in.read(); each != '\n'; each = in.read()) {
            if (each < 0) {
                throw new EOFException("the server hung up");
            }
            if (length >= most) {
                throw new IOException("an answer with too long a head");
            }
            if (length == bytes.length) {
                bytes = java.util.Arrays.copyOf(bytes, length * 2);
            }
            bytes[length++] = (byte) each;
        }
        int end = length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }

    /** Notes how long each write takes. */
    private final class Timed extends FilterOutputStream {
        Timed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int each) throws IOException {
            write(new byte[] {(byte) each}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writing = System.nanoTime() | 1;
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw cut ? new IOException("the server took no byte for too long", e) : e;
            } finally {
                writing = 0;
            }
        }
    }

    @Override
    public void close() {
        try {
            if (writing != 0) {
                // TLS's socket would wait for the write.
                plain.close();
            }
            socket.close();
        } catch (IOException _) {
            // It is of no use any more, closed or not.
        }
    }
}
