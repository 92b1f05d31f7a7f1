package dev.holdfast.documents.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileArchiveTest {

    private static final String ONE = Hashes.sha256("1".getBytes(StandardCharsets.UTF_8));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../a.md",
                "a/../../b",
                "a/..",
                "..",
                "C:/x",
                "c:x",
                "a\\b",
                "a\\u0000b",
                "",
                "a//b",
                "a/",
                "./a",
                "holdfast.json",
                ".holdfast/versions/x"
            })
    void isRefusedForAnUnsafeName(String name) {
        refused(
                zip(
                        "holdfast.json",
                        manifest()
                                .replace(
                                        "\"one.md\",\"contentType",
                                        "\"" + name.replace("\\b", "\\\\b") + "\",\"contentType")),
                "file name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"format\":1 | \"format\":2 | format is 2",
                "\"format\":1 | \"format\":\"x\" | JSON",
                "snapshot | secret | kind is 'secret'",
                "text/markdown | text/html | contentType is 'text/html'",
                "\"createdAt\" | \"created\" | createdAt is missing",
                "\"folders\":[] | \"folders\":[null] | folders",
                "\"folders\":[] | \"folders\":null | folders",
                "\"folders\":[] | \"folders\":{} | JSON",
                "\"id\":\"6 | \"id\":\"z | JSON",
                "} | ] | JSON",
            })
    void isRefusedForAWrongManifest(String part, String wrong, String reason) {
        refused(zip("holdfast.json", manifest().replace(part, wrong), "one.md", "1"), reason);
    }

    @Test
    void isRefusedForAWrongHashOrALongTitle() {
        refused(
                zip("holdfast.json", manifest().replace(ONE, ONE.toUpperCase(java.util.Locale.ROOT))),
                "64 lower-case hex digits");
        refused(
                zip(
                        "holdfast.json",
                        manifest().replace("\"title\":\"one.md\"", "\"title\":\"" + "x".repeat(501) + "\"")),
                "501 characters");
        refused(zip("holdfast.json", "null"), "null");
        refused(zip("holdfast.json", "[".repeat(100_000)), "JSON");
    }

    @Test
    void isRefusedForEntriesThatDoNotFitTheManifest() {
        String versions = ".holdfast/versions/" + ONE;
        assertThat(zip("holdfast.json", manifest(), "one.md", "1", versions, "1"))
                .satisfies(zip -> ArchiveReader.check(new ByteArrayInputStream(zip), ArchiveLimits.DEFAULT));
        refused(new byte[0], "first entry");
        refused("PK nonsense".getBytes(StandardCharsets.UTF_8), "first entry");
        refused(zip("one.md", "1", "holdfast.json", manifest()), "first entry");
        refused(zip("holdfast.json", manifest()), "'one.md' is missing");
        refused(zip("holdfast.json", manifest(), "one.md", "1"), "is missing");
        refused(zip("holdfast.json", manifest(), versions, "1", "one.md", "1"), "stands where 'one.md' should");
        refused(zip("holdfast.json", manifest(), "one.md", "2", versions, "1"), "'one.md' has the SHA-256");
        refused(zip("holdfast.json", manifest(), "one.md", "1", versions, "1", "../two.md", "2"), "isn't named");
        refused(
                zip("holdfast.json", manifest(), "one.md", "x".repeat((10 << 20) + 1), versions, "1"),
                "longer than 10485760 bytes");
    }

    @Test
    void isRefusedForTextThatNoDocumentHolds() throws Exception {
        for (byte[] content : List.of(new byte[] {'a', 0}, new byte[] {(byte) 0xC3, (byte) 0x28})) {
            String manifest = manifest().replace(ONE, Hashes.sha256(content));
            refused(zipOf(List.of(entry("holdfast.json", manifest), new Part("one.md", content))), "'one.md'");
        }
    }

    @Test
    void isRefusedBeyondItsLimits() throws Exception {
        Workspace workspace = new Workspace()
                .document("a.md", "1".repeat(1000))
                .document("b.md", "2")
                .attachment("c", new byte[5000]);
        byte[] zip = workspace.zip();
        assertThatThrownBy(() -> ArchiveReader.check(new ByteArrayInputStream(zip), new ArchiveLimits(3, 1 << 20, 10)))
                .hasMessageContaining("more than 3 entries");
        assertThatThrownBy(() -> ArchiveReader.check(new ByteArrayInputStream(zip), new ArchiveLimits(4, 2000, 10)))
                .hasMessageContaining("more than 2000 bytes");
    }

    @Test
    void isRefusedForAnAttachmentOfAnotherLength() throws Exception {
        Workspace workspace = new Workspace().attachment("c", new byte[5000]);
        String manifest = new String(workspace.archive().json(), StandardCharsets.UTF_8);
        for (String size : List.of("4999", "5001", "-1")) {
            String wrong = manifest.replace(": 5000", ": " + size).replace(":5000", ":" + size);
            refused(
                    zipOf(List.of(entry("holdfast.json", wrong), new Part("c", new byte[5000]))),
                    size.equals("-1") ? "negative" : "bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void isReadOrRefusedButNeverBreaksTheReader(long seed) throws Exception {
        byte[] good = new Workspace()
                .document("a.md", "text\n".repeat(50), "v1", "v2")
                .attachment("b.bin", new byte[300])
                .zip();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] bad = Arrays.copyOf(good, random.nextBoolean() ? good.length : random.nextInt(good.length));
            for (int i = random.nextInt(4); i >= 0 && bad.length > 0; i--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(ArchiveReader.check(new ByteArrayInputStream(bad), ArchiveLimits.DEFAULT))
                        .isNotNull();
            } catch (ArchiveException e) {
                assertThat(e).as("seed %d round %d", seed, round).hasMessageNotContaining("null");
            }
        }
    }

    private static void refused(byte[] zip, String reason) {
        assertThatThrownBy(() -> ArchiveReader.check(new ByteArrayInputStream(zip), ArchiveLimits.DEFAULT))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining(reason);
    }

    /** One document with one version, in the compact form that the tests above alter. */
    private static String manifest() {
        return """
                {"format":1,"workspace":"Notes","documents":[{"id":"6f1ed002-ab55-4d6c-8b05-9c2e2b0d7d10","title":"one.md",\
                "file":"one.md","contentType":"text/markdown","createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z",\
                "etag":"%s","versions":[{"id":"6f1ed002-ab55-4d6c-8b05-9c2e2b0d7d11","kind":"snapshot","title":"one.md",\
                "createdAt":"2026-01-01T00:00:00Z","etag":"%s"}]}],"attachments":[],"folders":[]}""".formatted(ONE, ONE);
    }

    private record Part(String name, byte[] bytes) {}

    private static Part entry(String name, String text) {
        return new Part(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] zip(String... namesAndTexts) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            parts.add(entry(namesAndTexts[i], namesAndTexts[i + 1]));
        }
        try {
            return zipOf(parts);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] zipOf(List<Part> parts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            for (Part part : parts) {
                zip.putNextEntry(new ZipEntry(part.name()));
                zip.write(part.bytes());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }
}
