package dev.holdfast.documents.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** Reads archives that anybody may have made: one entry at a time, within limits, never more than one text in memory. */
public final class ArchiveReader {

    private final BoundedZip zip;
    private final Sink sink;

    /** Who takes what an archive holds, in its order: the manifest, documents, versions, attachments. */
    public interface Sink {

        /** Comes first; whatever it holds is well-formed, but its contents aren't seen yet. */
        void manifest(Archive archive) throws IOException;

        /** A document and its content, as its etag says. */
        void document(ArchivedDocument document, String content) throws IOException;

        /** A content that versions name by its etag; comes once. */
        void version(String etag, String content) throws IOException;

        /**
         * An attachment's bytes, to be read to the end. Only when this method has come back is their hash compared: until {@link
         * ArchiveReader#read} ends, nothing of it counts.
         */
        void attachment(ArchivedAttachment attachment, InputStream bytes) throws IOException;
    }

    private ArchiveReader(BoundedZip zip, Sink sink) {
        this.zip = zip;
        this.sink = sink;
    }

    /**
     * Reads an archive to its end and leaves {@code in} open. The sink has seen part of it when this fails: work in a
     * transaction, or {@link #check} the archive first.
     *
     * @throws ArchiveException naming entry and reason, when it isn't an archive or goes beyond the limits
     */
    public static void read(InputStream in, ArchiveLimits limits, Sink sink) throws IOException {
        CountingStream counted = new CountingStream(in);
        ZipInputStream zip = new ZipInputStream(counted, StandardCharsets.UTF_8);
        try {
            new ArchiveReader(new BoundedZip(zip, counted, limits), sink).read();
        } catch (ZipException e) {
            throw new ArchiveException("the zip is damaged: " + e.getMessage(), e);
        } catch (EOFException e) {
            throw new ArchiveException("the zip ends in the middle of an entry", e);
        }
    }

    /** Reads a whole archive for nothing but to know that it can be read; returns its manifest. */
    public static Archive check(InputStream in, ArchiveLimits limits) throws IOException {
        Checking checking = new Checking();
        read(in, limits, checking);
        Archive archive = checking.archive;
        if (archive == null) {
            throw new IllegalStateException("an archive was read without a manifest");
        }
        return archive;
    }

    private void read() throws IOException {
        ZipEntry first = zip.next();
        if (first == null || !first.getName().equals(Archive.MANIFEST)) {
            throw new ArchiveException("the first entry isn't " + Archive.MANIFEST + ": this is no exported workspace");
        }
        Archive archive = Archive.parse(zip.bytes(Archive.MANIFEST, ArchiveLimits.MANIFEST_BYTES_MAX));
        sink.manifest(archive);
        for (ArchivedDocument document : archive.documents()) {
            expect(document.file());
            sink.document(document, zip.text(document.file(), document.etag()));
        }
        for (Map.Entry<String, ArchivedDocument> version :
                archive.versionOwners().entrySet()) {
            String file = ArchivedVersion.file(version.getKey());
            expect(file);
            sink.version(version.getKey(), zip.text(file, version.getKey()));
        }
        for (ArchivedAttachment attachment : archive.attachments()) {
            expect(attachment.file());
            attachment(attachment);
        }
        ZipEntry surplus = zip.next();
        if (surplus != null) {
            throw new ArchiveException(
                    Fields.shown(surplus.getName()) + " is there twice or isn't named by " + Archive.MANIFEST);
        }
    }

    private void expect(String file) throws IOException {
        ZipEntry entry = zip.next();
        if (entry == null) {
            throw new ArchiveException(Fields.shown(file) + " is missing");
        }
        if (!entry.getName().equals(file)) {
            throw new ArchiveException(Fields.shown(entry.getName()) + " stands where " + Fields.shown(file)
                    + " should: entries come in the order of " + Archive.MANIFEST);
        }
    }

    private void attachment(ArchivedAttachment attachment) throws IOException {
        HashedStream bytes = zip.stream(attachment.file(), attachment.sizeBytes());
        sink.attachment(attachment, bytes);
        bytes.transferTo(OutputStream.nullOutputStream());
        if (bytes.count() != attachment.sizeBytes()) {
            throw new ArchiveException(Fields.shown(attachment.file()) + " has " + bytes.count() + " bytes, not "
                    + attachment.sizeBytes());
        }
        BoundedZip.verify(attachment.file(), attachment.sha256(), bytes.sha256());
    }

    /** Takes everything and keeps the manifest. */
    private static final class Checking implements Sink {

        private @Nullable Archive archive;

        @Override
        public void manifest(Archive manifest) {
            archive = manifest;
        }

        @Override
        public void document(ArchivedDocument document, String content) {}

        @Override
        public void version(String etag, String content) {}

        @Override
        public void attachment(ArchivedAttachment attachment, InputStream bytes) {}
    }
}
