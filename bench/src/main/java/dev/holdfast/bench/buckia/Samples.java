package dev.holdfast.bench.buckia;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes the files that are measured: the same ones at each run. */
final class Samples {
    private static final long SEED = 20_250_101;
    private static final Instant MODIFIED = Instant.parse("2025-01-01T12:00:00Z");
    private static final int FILES_A_FOLDER = 100;
    private static final int LARGE_FILES = 20;
    private static final int PAGE_BYTES = 4_096;
    private static final int ROW_BYTES = 3_000;

    private Samples() {}

    /** A tree of small files and 20 large ones, which have 7/10 of the bytes. */
    static void tree(Path folder, int files, long bytes) throws IOException {
        Random random = new Random(SEED);
        long large = bytes * 7 / 10 / LARGE_FILES;
        long small = bytes * 3 / 10 / Math.max(1, files - LARGE_FILES);
        for (int at = 0; at < files; at++) {
            boolean big = at < LARGE_FILES;
            Path file =
                    folder.resolve(big ? "film/" + at + ".bin" : "notes/" + at / FILES_A_FOLDER + "/" + at + ".txt");
            Files.createDirectories(file.resolveSibling("."));
            long size = big ? large : small / 2 + random.nextLong(small);
            byte[] content = new byte[(int) size];
            random.nextBytes(content);
            Files.write(file, content);
            Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
        }
    }

    /** Small files, for walks. */
    static void many(Path folder, int files) throws IOException {
        for (int at = 0; at < files; at++) {
            Path file = folder.resolve("d" + at / FILES_A_FOLDER + "/f" + at);
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, "file " + at + "\n");
            Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
        }
    }

    /** A database with a row of random bytes and some room on each page. */
    static void database(Path file, long bytes) throws IOException {
        Random random = new Random(SEED);
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("pragma page_size = " + PAGE_BYTES);
            statement.execute("pragma synchronous = off");
            statement.execute("create table things (id integer primary key, content blob not null)");
            connection.setAutoCommit(false);
            try (var insert = connection.prepareStatement("insert into things (id, content) values (?, ?)")) {
                byte[] content = new byte[ROW_BYTES];
                for (long row = 0; row < bytes / PAGE_BYTES; row++) {
                    random.nextBytes(content);
                    insert.setLong(1, row);
                    insert.setBytes(2, content);
                    insert.executeUpdate();
                }
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IOException("no database: " + e.getMessage(), e);
        }
    }

    /** Changes rows on about 1 % of the pages, at random; returns how many bytes of pages changed. */
    static long change(Path file, int round) throws IOException {
        Path before = file.resolveSibling("before.db");
        Files.copy(file, before, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Random random = new Random(SEED + round);
        long rows = Files.size(file) / PAGE_BYTES * 99 / 100;
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            connection.setAutoCommit(false);
            try (var update = connection.prepareStatement("update things set content = ? where id = ?")) {
                byte[] content = new byte[ROW_BYTES];
                for (long at = 0; at < rows / 100; at++) {
                    random.nextBytes(content);
                    update.setBytes(1, content);
                    update.setLong(2, random.nextLong(rows));
                    update.executeUpdate();
                }
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IOException("no change: " + e.getMessage(), e);
        }
        long changed = changed(before, file);
        Files.delete(before);
        return changed;
    }

    /** Gives a tree a second place, its files linked, without what Buckia keeps there. */
    static void link(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.createLink(to.resolve(from.relativize(file).toString()), file);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Deletes a folder if it is there. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure) throws IOException {
                Files.delete(each);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static long changed(Path before, Path after) throws IOException {
        byte[] one = new byte[PAGE_BYTES];
        byte[] other = new byte[PAGE_BYTES];
        long changed = 0;
        try (var old = new RandomAccessFile(before.toFile(), "r");
                var now = new RandomAccessFile(after.toFile(), "r")) {
            for (long at = 0; at < now.length(); at += PAGE_BYTES) {
                now.readFully(one);
                if (at < old.length()) {
                    old.readFully(other);
                }
                if (at >= old.length() || !Arrays.equals(one, other)) {
                    changed += PAGE_BYTES;
                }
            }
        }
        return changed;
    }
}
