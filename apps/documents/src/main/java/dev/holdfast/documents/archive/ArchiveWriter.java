package dev.holdfast.documents.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes archives: one entry at a time, never more than one text in memory. */
public final class ArchiveWriter {

    /** The first day that a zip can hold is taken for an older one, and would be written with the zone. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final Archive archive;
    private final Source source;

    /** Where contents come from while an archive is written. */
    public interface Source {

        /** The text with this etag, of a document or of a version of it. */
        String text(ArchivedDocument document, String etag) throws IOException;

        /** An attachment's bytes; the writer closes it. */
        InputStream bytes(ArchivedAttachment attachment) throws IOException;
    }

    private ArchiveWriter(Archive archive, Source source) {
        this.archive = archive;
        this.source = source;
    }

    /**
     * Writes a whole archive and leaves {@code out} open.
     *
     * @param archive as {@link Archive#of} makes it
     * @throws ArchiveException when a content isn't the one that the manifest names
     * @throws IOException when reading or writing fails; what was written then is no archive
     */
    public static void write(Archive archive, Source source, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        new ArchiveWriter(archive, source).write(zip);
        zip.finish();
        zip.flush();
    }

    private void write(ZipOutputStream zip) throws IOException {
        begin(zip, Archive.MANIFEST);
        zip.write(archive.json());
        zip.closeEntry();
        for (ArchivedDocument document : archive.documents()) {
            text(zip, document.file(), document, document.etag());
        }
        for (var version : archive.versionOwners().entrySet()) {
            text(zip, ArchivedVersion.file(version.getKey()), version.getValue(), version.getKey());
        }
        for (ArchivedAttachment attachment : archive.attachments()) {
            attachment(zip, attachment);
        }
    }

    private void text(ZipOutputStream zip, String file, ArchivedDocument document, String etag) throws IOException {
        byte[] bytes = source.text(document, etag).getBytes(StandardCharsets.UTF_8);
        BoundedZip.verify(file, etag, Hashes.sha256(bytes));
        if (bytes.length > ArchiveLimits.TEXT_BYTES_MAX) {
            throw new ArchiveException(Fields.shown(file) + " is longer than 10 MB");
        }
        begin(zip, file);
        zip.write(bytes);
        zip.closeEntry();
    }

    private void attachment(ZipOutputStream zip, ArchivedAttachment attachment) throws IOException {
        begin(zip, attachment.file());
        MessageDigest digest = Hashes.sha256();
        long size;
        try (InputStream bytes = source.bytes(attachment)) {
            size = bytes.transferTo(new DigestOutputStream(zip, digest));
        }
        zip.closeEntry();
        BoundedZip.verify(attachment.file(), attachment.sha256(), Hashes.hex(digest.digest()));
        if (size != attachment.sizeBytes()) {
            throw new ArchiveException(
                    Fields.shown(attachment.file()) + " has " + size + " bytes, not " + attachment.sizeBytes());
        }
    }

    private static void begin(ZipOutputStream zip, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        // A local time, or the bytes would depend on the machine's zone.
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
    }
}
