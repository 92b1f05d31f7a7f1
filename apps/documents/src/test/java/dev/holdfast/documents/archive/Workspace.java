package dev.holdfast.documents.archive;

import dev.holdfast.documents.folder.Titles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A workspace in memory that is written to archives and filled from them. */
final class Workspace implements ArchiveWriter.Source, ArchiveReader.Sink {

    private static final Instant TIME = Instant.parse("2026-01-31T12:00:00.123Z");

    final List<ArchivedDocument> documents = new ArrayList<>();
    final List<ArchivedAttachment> attachments = new ArrayList<>();
    final List<String> folders = new ArrayList<>();
    final Map<String, String> texts = new TreeMap<>();
    final Map<String, byte[]> bytes = new TreeMap<>();

    @Nullable
    Archive manifest;

    Workspace document(String title, String content, String... versions) {
        List<ArchivedVersion> kept = new ArrayList<>();
        for (String version : versions) {
            kept.add(new ArchivedVersion(
                    id(title + kept.size()), "snapshot", title, TIME.plusSeconds(kept.size()), text(version)));
        }
        String type = Titles.contentType(title);
        documents.add(new ArchivedDocument(id(title), title, "unnamed", type, TIME, TIME, text(content), kept));
        return this;
    }

    Workspace attachment(String name, byte[] content) {
        String hash = Hashes.sha256(content);
        bytes.put(hash, content);
        attachments.add(new ArchivedAttachment(
                id("attachment " + name),
                null,
                name,
                "unnamed",
                "application/octet-stream",
                TIME,
                content.length,
                hash));
        return this;
    }

    Archive archive() {
        return Archive.of("Notes", documents, attachments, folders);
    }

    byte[] zip() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ArchiveWriter.write(archive(), this, out);
        return out.toByteArray();
    }

    static Workspace read(byte[] zip) throws IOException {
        Workspace workspace = new Workspace();
        ArchiveReader.read(new ByteArrayInputStream(zip), ArchiveLimits.DEFAULT, workspace);
        return workspace;
    }

    @Override
    public String text(ArchivedDocument document, String etag) {
        return texts.getOrDefault(etag, "lost");
    }

    @Override
    public InputStream bytes(ArchivedAttachment attachment) {
        return new ByteArrayInputStream(bytes.getOrDefault(attachment.sha256(), new byte[0]));
    }

    @Override
    public void manifest(Archive archive) {
        manifest = archive;
        documents.addAll(archive.documents());
        attachments.addAll(archive.attachments());
        folders.addAll(archive.folders());
    }

    @Override
    public void document(ArchivedDocument document, String content) {
        texts.put(document.etag(), content);
    }

    @Override
    public void version(String etag, String content) {
        texts.put(etag, content);
    }

    @Override
    public void attachment(ArchivedAttachment attachment, InputStream in) throws IOException {
        bytes.put(attachment.sha256(), in.readAllBytes());
    }

    private String text(String content) {
        String etag = Hashes.sha256(content.getBytes(StandardCharsets.UTF_8));
        texts.put(etag, content);
        return etag;
    }

    private static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
