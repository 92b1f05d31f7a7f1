package dev.holdfast.server.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Files that hang on documents. */
public final class Attachments {
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    private final HoldfastClient client;

    public Attachments(HoldfastClient client) {
        this.client = client;
    }

    /** What an attachment's file has been and is called. */
    public record Attached(UUID id, String fileName, long sizeBytes, String sha256) {}

    /** A document's attachments by name. */
    public Map<String, Attached> of(UUID document) {
        Map<String, Attached> found = new LinkedHashMap<>();
        new Workspaces(client).each("api/documents/" + document + "/attachments", item -> {
            Attached attached = attached(item);
            found.put(attached.fileName(), attached);
        });
        return found;
    }

    /** Uploads a file and hangs it on a document. Throws {@link ClientFailure} with the reason. */
    public Attached attach(UUID document, String name, Path file) throws IOException {
        String guessed = URLConnection.guessContentTypeFromName(name);
        Answer answer = attach(document, name, guessed == null ? UNKNOWN_TYPE : guessed, file);
        if (answer.status() == 422 && guessed != null) {
            // The file isn't what its name says: as a mere download it may be anything.
            answer = attach(document, name, UNKNOWN_TYPE, file);
        }
        return attached(answer.orFail(name).json());
    }

    /** Uploads a file that belongs to the person alone; gives the upload's id. */
    public UUID backUp(String name, Path file) throws IOException {
        Answer answer = upload(name, UNKNOWN_TYPE, file, Map.of("scope", "backup"));
        return UUID.fromString(answer.orFail(name).json().path("id").asString(""));
    }

    private Answer attach(UUID document, String name, String type, Path file) throws IOException {
        return upload(name, type, file, Map.of("scope", "attachment", "documentId", document.toString()));
    }

    private Answer upload(String name, String type, Path file, Map<String, String> scope) throws IOException {
        Map<String, Object> body = new HashMap<>(scope);
        body.put("fileName", name);
        body.put("contentType", type);
        body.put("sizeBytes", Files.size(file));
        Answer presigned = client.post("api/uploads/presign", body);
        if (!presigned.good()) {
            return presigned;
        }
        JsonNode upload = presigned.json();
        Map<String, String> headers = new HashMap<>();
        upload.path("headers").forEachEntry((header, value) -> headers.put(header, value.asString("")));
        Answer sent = client.upload(
                upload.path("method").asString("PUT"),
                URI.create(upload.path("url").asString("")),
                headers,
                file);
        if (!sent.good()) {
            throw new ClientFailure(name + ": the object store refused the bytes with " + sent.status());
        }
        return client.post("api/uploads/" + upload.path("id").asString("") + "/complete", null);
    }

    private static Attached attached(JsonNode json) {
        return new Attached(
                UUID.fromString(json.path("id").asString("")),
                json.path("fileName").asString(""),
                json.path("sizeBytes").asLong(-1),
                json.path("sha256").asString(""));
    }
}
