package dev.holdfast.platform.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The bytes that the chain is made over, as docs/formats/audit-chain.md specifies them. */
public final class AuditChain {
    /** The chain of acts that happen in no space. */
    public static final UUID NO_SPACE = new UUID(0, 0);

    private static final int VERSION = 1;

    private AuditChain() {}

    /** What stays of the personal part when it is erased. */
    public static byte[] digest(byte[] salt, String personal) {
        MessageDigest sha = sha256();
        sha.update(salt);
        return sha.digest(personal.getBytes(StandardCharsets.UTF_8));
    }

    /** What a link says of its entry. */
    public static byte[] content(StoredEntry entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(out, entry.id());
            out.writeLong(entry.at().toEpochMilli());
            write(out, entry.chain());
            write(out, entry.account());
            write(out, entry.actorKind());
            write(out, entry.actorRole());
            write(out, entry.action());
            write(out, entry.entity());
            write(out, entry.entityId());
            out.write(entry.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sha256().digest(bytes.toByteArray());
    }

    /** What a link's keyed hash is made over. */
    public static byte[] link(UUID chain, long seq, byte @Nullable [] previous, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(out, chain);
            out.writeLong(seq);
            out.writeByte(previous == null ? 0 : previous.length);
            out.write(previous == null ? new byte[0] : previous);
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, @Nullable UUID id) throws IOException {
        UUID value = id == null ? NO_SPACE : id;
        out.writeLong(value.getMostSignificantBits());
        out.writeLong(value.getLeastSignificantBits());
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(utf8.length);
        out.write(utf8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
