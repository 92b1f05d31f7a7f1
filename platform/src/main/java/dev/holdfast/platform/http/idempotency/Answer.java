package dev.holdfast.platform.http.idempotency;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer as it is kept.
 *
 * @param status HTTP status
 * @param headers what the route itself set, in its order
 * @param body the bytes before compression
 */
record Answer(int status, List<Header> headers, byte[] body) {
    private static final int VERSION = 1;
    private static final int HEADERS_MAX = 100;

    /** One header field. */
    record Header(String name, String value) {}

    Answer {
        headers = List.copyOf(headers);
    }

    /** Bytes: version 1, two bytes status, the number of headers, each name and value, then the body to the end. */
    byte[] encode() {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length + 1_024);
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(VERSION);
            out.writeShort(status);
            out.writeByte(headers.size());
            for (Header header : headers) {
                out.writeUTF(header.name());
                out.writeUTF(header.value());
            }
            out.write(body);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what {@link #encode()} wrote. */
    static Answer decode(byte[] bytes) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalStateException("a stored answer of version " + version);
            }
            int status = in.readUnsignedShort();
            int count = Math.min(in.readUnsignedByte(), HEADERS_MAX);
            List<Header> headers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                headers.add(new Header(in.readUTF(), in.readUTF()));
            }
            return new Answer(status, headers, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
