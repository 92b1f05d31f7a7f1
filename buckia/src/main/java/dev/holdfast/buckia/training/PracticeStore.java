package dev.holdfast.buckia.training;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.ConcurrentSkipListMap;

/** A bucket in memory that speaks as much S3 as a training needs: puts, gets, listings on one page, and a bucket that is missing. */
final class PracticeStore implements AutoCloseable {
    private static final String BUCKET = "/bucket";
    private static final int LINE_BYTES_MAX = 8_192;
    private static final int LISTED_MAX = 10_000;
    private static final byte[] NOTHING = {};
    private static final String MISSING = "<Error><Code>%s</Code><Message>It is missing.</Message></Error>";

    private final ServerSocket listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

    PracticeStore() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var client = listening.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                var in = new BufferedInputStream(client.getInputStream(), 1 << 16);
                var out = client.getOutputStream()) {
            for (var first = line(in); !first.isEmpty(); first = line(in)) {
                int length = 0;
                for (var header = line(in); !header.isEmpty(); header = line(in)) {
                    if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                        length = Integer.parseInt(
                                header.substring(header.indexOf(':') + 1).strip());
                    }
                }
                var words = first.split(" ", 3);
                answer(out, words[0], words[1], in.readNBytes(length));
            }
        } catch (IOException _) {
            // The client has hung up.
        }
    }

    private void answer(OutputStream out, String method, String target, byte[] body) throws IOException {
        int question = target.indexOf('?');
        var path = URLDecoder.decode(question < 0 ? target : target.substring(0, question), StandardCharsets.UTF_8);
        var query = question < 0 ? "" : target.substring(question + 1);
        if (!path.startsWith(BUCKET)) {
            write(out, "404 Not Found", "", MISSING.formatted("NoSuchBucket").getBytes(StandardCharsets.UTF_8), true);
        } else if (query.contains("list-type=2")) {
            write(out, "200 OK", "", list(query).getBytes(StandardCharsets.UTF_8), true);
        } else if (method.equals("PUT")) {
            objects.put(path, body);
            write(out, "200 OK", md5(body), NOTHING, true);
        } else if (method.equals("DELETE")) {
            objects.remove(path);
            write(out, "204 No Content", "", NOTHING, true);
        } else {
            var there = objects.get(path);
            if (there == null) {
                var error = MISSING.formatted("NoSuchKey").getBytes(StandardCharsets.UTF_8);
                write(out, "404 Not Found", "", error, !method.equals("HEAD"));
            } else {
                write(out, "200 OK", md5(there), there, !method.equals("HEAD"));
            }
        }
    }

    private String list(String query) {
        var prefix = "";
        for (var part : query.split("&", -1)) {
            if (part.startsWith("prefix=")) {
                prefix = URLDecoder.decode(part.substring("prefix=".length()), StandardCharsets.UTF_8);
            }
        }
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult>");
        var start = BUCKET + "/" + prefix;
        objects.tailMap(start).entrySet().stream()
                .takeWhile(each -> each.getKey().startsWith(start))
                .limit(LISTED_MAX)
                .forEach(each -> xml.append("<Contents><Key>")
                        .append(each.getKey().substring(BUCKET.length() + 1))
                        .append("</Key><LastModified>2025-01-01T12:00:00.000Z</LastModified><ETag>&quot;")
                        .append(md5(each.getValue()))
                        .append("&quot;</ETag><Size>")
                        .append(each.getValue().length)
                        .append("</Size></Contents>"));
        return xml.append("<IsTruncated>false</IsTruncated></ListBucketResult>").toString();
    }

    private static void write(OutputStream out, String status, String tag, byte[] body, boolean whole)
            throws IOException {
        var head = "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length + "\r\n"
                + (tag.isEmpty() ? "" : "ETag: \"" + tag + "\"\r\n")
                + "Last-Modified: Wed, 01 Jan 2025 12:00:00 GMT\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        if (whole) {
            out.write(body);
        }
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        byte[] line = new byte[LINE_BYTES_MAX];
        int length = 0;
        for (int each = in.read(); each >= 0 && each != '\n' && length < LINE_BYTES_MAX; each = in.read()) {
            line[length++] = (byte) each;
        }
        return new String(Arrays.copyOf(line, length), StandardCharsets.UTF_8).strip();
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
