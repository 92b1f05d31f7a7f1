package dev.holdfast.server.transfer;

import dev.holdfast.testkit.TestClient;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An exported workspace.
 *
 * @param manifest its holdfast.json
 * @param hashes SHA-256 of every other entry, by name, in the zip's order
 */
record Unzipped(ObjectNode manifest, Map<String, String> hashes) {

    static Unzipped of(Path zip) throws IOException {
        Map<String, String> hashes = new LinkedHashMap<>();
        ObjectNode manifest = null;
        Path part = Files.createTempFile("entry", ".bin");
        try (InputStream in = new BufferedInputStream(Files.newInputStream(zip));
                ZipInputStream entries = new ZipInputStream(in)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (entry.getName().equals("holdfast.json")) {
                    manifest = (ObjectNode) TestClient.JSON.readTree(entries.readAllBytes());
                } else {
                    Files.write(part, entries.readAllBytes());
                    hashes.put(entry.getName(), Hashes.of(part));
                }
            }
        } finally {
            Files.delete(part);
        }
        if (manifest == null) {
            throw new AssertionError(zip + " has no manifest");
        }
        return new Unzipped(manifest, hashes);
    }

    /** Hashes of documents and attachments by title or name. */
    Map<String, String> files() {
        Map<String, String> files = new HashMap<>();
        for (String kind : new String[] {"documents", "attachments"}) {
            for (JsonNode one : manifest.path(kind)) {
                String title =
                        one.path(kind.equals("documents") ? "title" : "name").asString("");
                String before = files.put(title, hashes.get(one.path("file").asString("")));
                if (before != null) {
                    throw new AssertionError(title + " is there twice");
                }
            }
        }
        return files;
    }

    /** The manifest without what a copy beside the original can't have: the name and the ids. */
    JsonNode state() {
        ObjectNode state = manifest.deepCopy();
        state.remove("workspace");
        Map<String, String> titles = new HashMap<>();
        for (JsonNode document : state.path("documents")) {
            titles.put(document.path("id").asString(""), document.path("title").asString(""));
            ((ObjectNode) document).remove("id");
            document.path("versions").forEach(version -> ((ObjectNode) version).remove("id"));
        }
        for (JsonNode attachment : state.path("attachments")) {
            ObjectNode fields = (ObjectNode) attachment;
            fields.remove("id");
            fields.put(
                    "documentId", titles.getOrDefault(fields.path("documentId").asString(""), ""));
        }
        return state;
    }
}
