package dev.holdfast.testkit.gates.source;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The files of a repository that people write: what builds, tools and running programs leave there is passed over. */
final class SourceTree {
    /** Folder names that {@code .gitignore} lists. */
    private static final Set<String> SKIPPED =
            Set.of(".git", "target", "node_modules", "dist", "data", ".idea", ".vscode");

    private static final long TEXT_BYTES_MAX = 2_000_000;

    private final Path root;
    private final List<Path> files;

    SourceTree(Path root) {
        this.root = root;
        this.files = list(root);
    }

    /** All files, sorted, as paths relative to the root with {@code /} between names. */
    List<String> paths() {
        return files.stream().map(this::relative).sorted().toList();
    }

    /** A file's text, or empty where it isn't UTF-8 or larger than two megabytes. */
    Optional<String> text(String path) {
        Path file = root.resolve(path);
        try {
            return Files.size(file) > TEXT_BYTES_MAX ? Optional.empty() : Optional.of(Files.readString(file));
        } catch (MalformedInputException binary) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every Java file, parsed but not resolved. Throws {@link IllegalStateException} where one doesn't parse. */
    List<JavaSource> parse() {
        List<Path> sources = files.stream()
                .filter(file -> file.toString().endsWith(".java"))
                .sorted()
                .toList();
        if (sources.isEmpty()) {
            return List.of();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<JavaSource> parsed = new ArrayList<>();
        try (StandardJavaFileManager manager =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            var units = manager.getJavaFileObjectsFromPaths(sources);
            List<String> errors = new ArrayList<>();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, problem -> errors.add(problem.toString()), List.of("-proc:none"), null, units);
            for (CompilationUnitTree unit : task.parse()) {
                String path = relative(Path.of(unit.getSourceFile().toUri()));
                parsed.add(new JavaSource(path, unit, Trees.instance(task).getSourcePositions()));
            }
            if (!errors.isEmpty()) {
                throw new IllegalStateException("Sources don't parse: " + errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parsed;
    }

    private String relative(Path file) {
        return root.toAbsolutePath()
                .relativize(file.toAbsolutePath())
                .toString()
                .replace('\\', '/');
    }

    private static List<Path> list(Path root) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return SKIPPED.contains(String.valueOf(folder.getFileName())) && !folder.equals(root)
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile() && !SKIPPED.contains(String.valueOf(file.getFileName()))) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(found);
    }
}
