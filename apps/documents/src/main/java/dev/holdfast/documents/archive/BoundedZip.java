package dev.holdfast.documents.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** A zip that is read once, front to back, and given up when it grows beyond its limits. */
final class BoundedZip {

    private final ZipInputStream zip;
    private final CountingStream packed;
    private final ArchiveLimits limits;
    private int entries;
    private long unpackedBytes;

    BoundedZip(ZipInputStream zip, CountingStream packed, ArchiveLimits limits) {
        this.zip = zip;
        this.packed = packed;
        this.limits = limits;
    }

    /** Goes to the next entry; null at the end. */
    @Nullable
    ZipEntry next() throws IOException {
        ZipEntry entry;
        try {
            entry = zip.getNextEntry();
        } catch (IllegalArgumentException e) {
            throw new ArchiveException("the zip is damaged: a name in it isn't UTF-8", e);
        }
        if (entry != null && ++entries > limits.entriesMax()) {
            throw new ArchiveException("the zip has more than " + limits.entriesMax() + " entries");
        }
        return entry;
    }

    /** The current entry's bytes as they come. */
    HashedStream stream(String file, long bytesMax) {
        return new HashedStream(zip, (entryBytes, more) -> {
            unpackedBytes += more;
            if (entryBytes > bytesMax) {
                throw new ArchiveException(Fields.shown(file) + " is longer than " + bytesMax + " bytes");
            }
            if (unpackedBytes > limits.bytesMax()) {
                throw new ArchiveException("the zip holds more than " + limits.bytesMax() + " bytes");
            }
            if (unpackedBytes > ArchiveLimits.RATIO_FREE_BYTES && unpackedBytes / limits.ratioMax() > packed.count()) {
                throw new ArchiveException("the zip unpacks to more than " + limits.ratioMax() + " times its size");
            }
        });
    }

    byte[] bytes(String file, int bytesMax) throws IOException {
        return stream(file, bytesMax).readAllBytes();
    }

    /** The current entry as the text with this hash. */
    String text(String file, String sha256) throws IOException {
        HashedStream stream = stream(file, ArchiveLimits.TEXT_BYTES_MAX);
        byte[] bytes = stream.readAllBytes();
        verify(file, sha256, stream.sha256());
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw new ArchiveException(Fields.shown(file) + " holds U+0000, which no document does");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new ArchiveException(Fields.shown(file) + " isn't UTF-8", e);
        }
    }

    static void verify(String file, String expected, String actual) throws ArchiveException {
        if (!expected.equals(actual)) {
            throw new ArchiveException(Fields.shown(file) + " has the SHA-256 " + actual + ", not " + expected);
        }
    }
}
