package dev.holdfast.buckia.command;

import dev.holdfast.buckia.BuckiaClient;
import dev.holdfast.buckia.command.output.Json;
import dev.holdfast.buckia.command.output.Scratch;
import dev.holdfast.buckia.tree.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code buckia trash}: what was overwritten or deleted, on both sides. */
@Command(
        name = "trash",
        description = {
            "Lists what was overwritten or deleted, here and in the bucket, the latest day first.",
            "",
            "'buckia restore --trash ID' brings something back to its place, or with --to to another.",
            ""
        })
final class TrashCommand implements Callable<Integer> {
    private static final String HERE = "here:";
    private static final String BUCKET = "bucket:";

    @Mixin
    Setup setup = new Setup();

    @Option(names = "--path", paramLabel = "TEXT", description = "Only paths that begin so.")
    String begin = "";

    @Option(names = "--json", description = "A JSON object a line.")
    boolean json;

    /** Something that can be brought back. */
    private record Item(String id, String date, long size, String path) {}

    @Override
    public Integer call() throws IOException {
        try (var client = setup.client()) {
            var items = new ArrayList<>(here(setup.folder()));
            client.engine()
                    .trash()
                    .list()
                    .forEach(kept -> items.add(new Item(
                            BUCKET + kept.id(),
                            kept.date().toString(),
                            kept.entry().size(),
                            kept.entry().path())));
            items.stream()
                    .filter(item -> item.path().startsWith(begin))
                    .sorted(Comparator.comparing(Item::date)
                            .reversed()
                            .thenComparing(Item::path)
                            .thenComparing(Item::id))
                    .forEach(this::print);
            return ExitCode.FINE;
        }
    }

    /**
     * Brings something back.
     *
     * @param target where to; null for its own place in the folder, what is there going to the trash
     */
    static String restore(BuckiaClient client, Path folder, String id, @Nullable Path target) throws IOException {
        var scratch = new Scratch();
        try {
            Path file;
            String path;
            if (id.startsWith(HERE)) {
                var item = here(folder).stream()
                        .filter(each -> each.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> missing(id));
                file = trash(folder).resolve(id.substring(HERE.length()));
                path = item.path();
            } else {
                var kept = client.engine().trash().list().stream()
                        .filter(each -> (BUCKET + each.id()).equals(id))
                        .findFirst()
                        .orElseThrow(() -> missing(id));
                file = scratch.folder().resolve("got");
                path = kept.entry().path();
                client.engine().fetch(kept.entry(), kept.key(), file);
            }
            if (target == null) {
                client.engine().place(folder, path, file);
            } else {
                Files.copy(file, target);
            }
            return path;
        } finally {
            scratch.delete();
        }
    }

    private static NoSuchFileException missing(String id) {
        return new NoSuchFileException(id, null, "nothing of that name in the trash ('buckia trash' lists it)");
    }

    private static List<Item> here(Path folder) throws IOException {
        var trash = trash(folder);
        if (!Files.isDirectory(trash)) {
            return List.of();
        }
        var items = new ArrayList<Item>();
        try (var all = Files.walk(trash)) {
            for (var each : all.filter(Files::isRegularFile).toList()) {
                var name = trash.relativize(each).toString();
                int slash = name.indexOf('/');
                if (slash > 0) {
                    var path = name.substring(slash + 1).replaceFirst("~[0-9]+$", "");
                    items.add(new Item(HERE + name, name.substring(0, slash), Files.size(each), path));
                }
            }
        }
        return items;
    }

    private static Path trash(Path folder) {
        return Home.of(folder.toAbsolutePath().normalize()).resolve("trash");
    }

    private void print(Item item) {
        if (json) {
            var line = new LinkedHashMap<String, Object>();
            line.put("id", item.id());
            line.put("date", item.date());
            line.put("size", item.size());
            line.put("path", item.path());
            System.out.println(Json.write(line));
        } else {
            System.out.println("%s %12d  %s  %s".formatted(item.date(), item.size(), item.path(), item.id()));
        }
    }
}
