package dev.holdfast.platform.audit.sealing;

import dev.holdfast.platform.audit.AuditSettings;
import dev.holdfast.platform.secrets.Macs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The heads of chains, written down outside of the database: a line each, keyed like the links, appended and forced. Who
 * rewrites the database, or goes back to an older state of it, can't rewrite these without the key.
 */
@Component
final class Anchors implements DisposableBean {
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("yyyy-MM").withZone(ZoneOffset.UTC);
    private static final HexFormat HEX = HexFormat.of();
    private static final int FIELDS = 5;

    private final AuditSettings settings;
    private final Macs macs;
    private final InstantSource clock;
    private final Map<UUID, Head> waiting = new LinkedHashMap<>();
    private final Map<UUID, Instant> writtenAt = new HashMap<>();

    Anchors(AuditSettings settings, Macs macs, InstantSource clock) {
        this.settings = settings;
        this.macs = macs;
        this.clock = clock;
    }

    /** What was written down about a chain last. */
    record Anchor(UUID chain, long seq, byte[] hash) {}

    /** Takes note of heads that have moved; they are written down when they are due. */
    synchronized void note(Collection<Head> heads) {
        heads.forEach(head -> waiting.put(head.chain(), head));
        write(false);
    }

    /** Writes down what waits, due or not. */
    @Override
    public synchronized void destroy() {
        write(true);
    }

    /** The last anchor of each chain. Throws IllegalStateException naming a line that somebody changed. */
    Map<UUID, Anchor> read() {
        if (!Files.isDirectory(settings.anchors())) {
            return Map.of();
        }
        Map<UUID, Anchor> last = new HashMap<>();
        try (Stream<Path> files = Files.list(settings.anchors())) {
            for (Path file : files.filter(f -> f.getFileName().toString().matches("heads-.*\\.log"))
                    .sorted()
                    .toList()) {
                read(file, last);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the anchors in " + settings.anchors() + " can't be read", e);
        }
        return last;
    }

    private void read(Path file, Map<UUID, Anchor> last) throws IOException {
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            int end = number;
            Anchor anchor = parse(line)
                    .orElseThrow(() -> new IllegalStateException(
                            "line " + end + " of " + file.getFileName() + " isn't as it was written"));
            last.merge(anchor.chain(), anchor, (a, b) -> a.seq() > b.seq() ? a : b);
        }
    }

    private Optional<Anchor> parse(String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length != FIELDS) {
            return Optional.empty();
        }
        try {
            String text = line.substring(0, line.lastIndexOf(' '));
            if (!macs.verify(HEX.parseHex(parts[4]), text.getBytes(StandardCharsets.UTF_8))) {
                return Optional.empty();
            }
            return Optional.of(new Anchor(UUID.fromString(parts[1]), Long.parseLong(parts[2]), HEX.parseHex(parts[3])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void write(boolean all) {
        Instant now = clock.instant();
        List<Head> due = waiting.values().stream()
                .filter(head -> all || isDue(head, now))
                .toList();
        if (due.isEmpty()) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        for (Head head : due) {
            String text = head.sealedAt() + " " + head.chain() + " " + head.seq() + " " + HEX.formatHex(head.hash());
            lines.append(text)
                    .append(' ')
                    .append(HEX.formatHex(macs.compute(text.getBytes(StandardCharsets.UTF_8))))
                    .append('\n');
        }
        append(settings.anchors().resolve("heads-" + MONTH.format(now) + ".log"), lines.toString());
        due.forEach(head -> {
            waiting.remove(head.chain());
            writtenAt.put(head.chain(), now);
        });
    }

    private boolean isDue(Head head, Instant now) {
        Instant last = writtenAt.get(head.chain());
        return last == null || !last.plus(settings.anchorEvery()).isAfter(now);
    }

    private static void append(Path file, String lines) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the anchors in " + file + " can't be written", e);
        }
    }
}
