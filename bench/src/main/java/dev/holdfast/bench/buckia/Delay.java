package dev.holdfast.bench.buckia;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * A longer line to a server on this machine: what a client sends arrives so much later, as much of it as is sent meanwhile;
 * answers come at once, so that a request costs the delay once. Counts what clients send.
 */
final class Delay implements AutoCloseable {
    private static final int CHUNK_BYTES = 64 << 10;
    private static final int CHUNKS_MAX = 64;
    private static final int BACKLOG = 1_000;
    private static final int METHOD_LETTERS_MAX = 7;
    private static final List<String> METHODS = List.of("GET ", "PUT ", "HEAD ", "POST ", "DELETE ");

    private final ServerSocket listening;
    private final URI server;
    private final long nanoseconds;
    private final LongAdder sent = new LongAdder();
    private final LongAdder requests = new LongAdder();

    /** Begins to listen on a free port of the loopback address. */
    Delay(URI server, int milliseconds) throws IOException {
        this.server = server;
        this.nanoseconds = TimeUnit.MILLISECONDS.toNanos(milliseconds);
        this.listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** Where clients find it. */
    URI address() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /** Bytes that clients have sent since the last call, heads of requests included. */
    long sent() {
        return sent.sumThenReset();
    }

    /** Requests since the last call; right for requests that come one by one on each connection. */
    long requests() {
        return requests.sumThenReset();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try (client;
                Socket there = new Socket("127.0.0.1", server.getPort())) {
            client.setTcpNoDelay(true);
            there.setTcpNoDelay(true);
            BlockingQueue<Chunk> line = new ArrayBlockingQueue<>(CHUNKS_MAX);
            Thread reading = Thread.ofVirtual().start(() -> read(client, line));
            Thread writing = Thread.ofVirtual().start(() -> write(line, there));
            InputStream in = there.getInputStream();
            OutputStream out = client.getOutputStream();
            in.transferTo(out);
            reading.interrupt();
            writing.interrupt();
        } catch (IOException _) {
            // One of the two has hung up, and the other one sees that its connection is closed.
        }
    }

    private void read(Socket client, BlockingQueue<Chunk> line) {
        byte[] buffer = new byte[CHUNK_BYTES];
        try {
            InputStream in = client.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sent.add(read);
                if (isRequest(buffer, read)) {
                    requests.increment();
                }
                line.put(new Chunk(Arrays.copyOf(buffer, read), System.nanoTime() + nanoseconds));
            }
        } catch (IOException _) {
            // The client is gone; so is its line.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            line.put(new Chunk(new byte[0], System.nanoTime()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(BlockingQueue<Chunk> line, Socket there) {
        try {
            OutputStream out = there.getOutputStream();
            for (Chunk chunk = line.take(); chunk.bytes().length > 0; chunk = line.take()) {
                for (long left = chunk.due() - System.nanoTime(); left > 0; left = chunk.due() - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                    if (Thread.interrupted()) {
                        return;
                    }
                }
                out.write(chunk.bytes());
            }
            there.shutdownOutput();
        } catch (IOException _) {
            // The server has hung up.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isRequest(byte[] bytes, int length) {
        String head = new String(bytes, 0, Math.min(length, METHOD_LETTERS_MAX), StandardCharsets.US_ASCII);
        return METHODS.stream().anyMatch(head::startsWith);
    }

    private record Chunk(byte[] bytes, long due) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return bytes.length + " bytes";
        }
    }
}
