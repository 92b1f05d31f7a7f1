package dev.holdfast.documents.archive;

import dev.holdfast.documents.folder.Titles;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;

/**
 * The manifest of an archive: all that is known of a workspace but the contents.
 *
 * @param format version of the format, 1
 * @param workspace the workspace's name
 * @param folders empty folders
 */
public record Archive(
        int format,
        String workspace,
        List<ArchivedDocument> documents,
        List<ArchivedAttachment> attachments,
        List<String> folders) {

    static final String MANIFEST = "holdfast.json";

    private static final int FORMAT = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Throws IllegalArgumentException naming what is missing, wrong or there twice. */
    public Archive {
        Fields.require(format == FORMAT, "format is " + format + ", this version reads format " + FORMAT + " only");
        Fields.present("archive", "workspace", workspace);
        documents = Fields.list("archive", "documents", documents);
        attachments = Fields.list("archive", "attachments", attachments);
        folders = Fields.list("archive", "folders", folders);
        folders.forEach(folder -> Fields.title("folder", folder));
        Set<String> files = new HashSet<>();
        Set<UUID> ids = new HashSet<>();
        for (ArchivedDocument document : documents) {
            once(files.add(document.file()), document.file());
            once(ids.add(document.id()), document.id().toString());
        }
        for (ArchivedAttachment attachment : attachments) {
            once(files.add(attachment.file()), attachment.file());
            once(ids.add(attachment.id()), attachment.id().toString());
        }
    }

    /**
     * The manifest of these, in the format's order and with the file names that they get inside the zip; whatever they came with as
     * {@code file} counts for nothing.
     */
    public static Archive of(
            String workspace,
            List<ArchivedDocument> documents,
            List<ArchivedAttachment> attachments,
            List<String> folders) {
        FileNames names = new FileNames();
        List<ArchivedDocument> sortedDocuments = documents.stream()
                .sorted(Comparator.comparing(ArchivedDocument::title)
                        .thenComparing(document -> document.id().toString()))
                .toList();
        List<ArchivedAttachment> sortedAttachments = attachments.stream()
                .sorted(Comparator.comparing(ArchivedAttachment::name)
                        .thenComparing(file -> file.id().toString()))
                .toList();
        sortedDocuments.forEach(document -> names.add(Titles.fileName(document.title(), document.contentType())));
        sortedAttachments.forEach(attachment -> names.add(Titles.fileName(attachment.name())));
        return new Archive(
                FORMAT,
                workspace,
                sortedDocuments.stream().map(document -> named(document, names)).toList(),
                sortedAttachments.stream()
                        .map(attachment -> named(attachment, names))
                        .toList(),
                folders.stream().distinct().sorted().toList());
    }

    /** Etags of all versions, sorted, which is the order of their entries; with each a document that has it. */
    public SortedMap<String, ArchivedDocument> versionOwners() {
        SortedMap<String, ArchivedDocument> owners = new TreeMap<>();
        documents.forEach(
                document -> document.versions().forEach(version -> owners.putIfAbsent(version.etag(), document)));
        return owners;
    }

    byte[] json() {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter layout =
                new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
        return JSON.writer().with(layout).writeValueAsBytes(this);
    }

    static Archive parse(byte[] json) throws ArchiveException {
        try {
            Archive archive = JSON.readValue(json, Archive.class);
            if (archive == null) {
                throw new ArchiveException(MANIFEST + " is null");
            }
            return archive;
        } catch (JacksonException e) {
            String reason = e.getCause() instanceof IllegalArgumentException wrong
                    ? String.valueOf(wrong.getMessage())
                    : "it isn't the JSON of an archive: " + e.getOriginalMessage();
            throw new ArchiveException(MANIFEST + ": " + reason, e);
        }
    }

    private static void once(boolean first, String name) {
        Fields.require(first, Fields.shown(name) + " is there twice");
    }

    private static ArchivedDocument named(ArchivedDocument document, FileNames names) {
        List<ArchivedVersion> versions = document.versions().stream()
                .sorted(Comparator.comparing(ArchivedVersion::createdAt)
                        .thenComparing(version -> version.id().toString()))
                .toList();
        return new ArchivedDocument(
                document.id(),
                document.title(),
                names.next(),
                document.contentType(),
                document.createdAt(),
                document.updatedAt(),
                document.etag(),
                versions);
    }

    private static ArchivedAttachment named(ArchivedAttachment attachment, FileNames names) {
        return new ArchivedAttachment(
                attachment.id(),
                attachment.documentId(),
                attachment.name(),
                names.next(),
                attachment.contentType(),
                attachment.createdAt(),
                attachment.sizeBytes(),
                attachment.sha256());
    }
}
