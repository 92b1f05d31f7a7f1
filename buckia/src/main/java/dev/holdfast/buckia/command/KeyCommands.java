package dev.holdfast.buckia.command;

import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.command.output.Json;
import dev.holdfast.buckia.crypt.Keys;
import dev.holdfast.buckia.secret.PrivateFile;
import dev.holdfast.buckia.secret.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code buckia keys}: what opens an encrypted bucket. */
@Command(
        name = "keys",
        description = {
            "Looks after what opens an encrypted bucket.",
            "",
            "A bucket has one random key; each passphrase or key file holds it, wrapped. The first sync with paths to encrypt"
                    + " makes it, or 'keys create' does. Lose all of them, and nobody can read what is encrypted: make a recovery"
                    + " key, and keep it elsewhere.",
            ""
        })
final class KeyCommands {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int RECOVERY_LENGTH = 64;

    private KeyCommands() {}

    /** The command with those below it. */
    static CommandLine commandLine() {
        var line = new CommandLine(new KeyCommands());
        List.of(new Create(), new Show(), new Add(), new Change(), new Recovery(), new Remove())
                .forEach(line::addSubcommand);
        line.getSubcommands().values().forEach(each -> each.getCommandSpec().mixinStandardHelpOptions(true));
        return line;
    }

    /** Makes the first. */
    @Command(name = "create", description = "Makes the key of a bucket that has none, for your passphrase or key file.")
    static final class Create implements Callable<Integer> {
        @Mixin
        Setup setup = new Setup();

        @Override
        public Integer call() throws IOException {
            try (var bucket = setup.steady(setup.bucket())) {
                var unused = keys(bucket).open(setup.secret());
                System.out.println("the bucket has a key, and you open it");
                return ExitCode.FINE;
            }
        }
    }

    /** Lists them. */
    @Command(name = "list", description = "Lists what opens the bucket; what you have named is marked.")
    static final class Show implements Callable<Integer> {
        @Mixin
        Setup setup = new Setup();

        @Option(names = "--json", description = "A JSON object a line.")
        boolean json;

        @Override
        public Integer call() throws IOException {
            try (var bucket = setup.steady(setup.bucket())) {
                var keys = keys(bucket);
                var all = keys.list();
                var mine = all.isEmpty() ? Set.<String>of() : keys.opened(setup.secret());
                for (var each : all) {
                    var kind = each.typed() ? "passphrase" : "key file";
                    if (json) {
                        var line = new LinkedHashMap<String, Object>();
                        line.put("name", each.name());
                        line.put("kind", kind);
                        line.put("yours", mine.contains(each.name()));
                        System.out.println(Json.write(line));
                    } else {
                        var yours = mine.contains(each.name()) ? "  (yours)" : "";
                        System.out.println(each.name().substring(0, 12) + "  " + kind + yours);
                    }
                }
                return ExitCode.FINE;
            }
        }
    }

    /** Another passphrase or key file. */
    static final class Fresh {
        @Option(
                names = "--new-passphrase-file",
                paramLabel = "FILE",
                description = "The new passphrase; mode 600. Else it is asked for, or BUCKIA_NEW_PASSPHRASE.")
        @Nullable
        Path passphraseFile;

        @Option(names = "--new-key-file", paramLabel = "FILE", description = "The new key file; mode 600.")
        @Nullable
        Path keyFile;

        Keys.Secret secret() throws IOException {
            var named = new Secrets(java.util.Map.of())
                    .named(new Secrets.Named(keyFile, passphraseFile), Secrets.Named.NOTHING);
            if (named.isPresent()) {
                return named.get();
            }
            var set = System.getenv("BUCKIA_NEW_PASSPHRASE");
            if (set != null && !set.isEmpty()) {
                return new Keys.Secret.Passphrase(set);
            }
            var typed = Secrets.typed("New passphrase: ");
            if (typed.isEmpty() || !typed.equals(Secrets.typed("Once more: "))) {
                throw new IllegalArgumentException("no new passphrase, or two different ones: name a file with"
                        + " --new-passphrase-file or --new-key-file, or set BUCKIA_NEW_PASSPHRASE");
            }
            return typed.get();
        }
    }

    /** Adds one. */
    @Command(name = "add", description = "Lets another passphrase or key file open the bucket too.")
    static final class Add implements Callable<Integer> {
        @Mixin
        Setup setup = new Setup();

        @Mixin
        Fresh fresh = new Fresh();

        @Override
        public Integer call() throws IOException {
            try (var bucket = setup.steady(setup.bucket())) {
                keys(bucket).add(setup.secret(), fresh.secret());
                System.out.println("added");
                return ExitCode.FINE;
            }
        }
    }

    /** Replaces one's own. */
    @Command(
            name = "change",
            description = "Replaces the passphrase or key file that you open the bucket with by another.")
    static final class Change implements Callable<Integer> {
        @Mixin
        Setup setup = new Setup();

        @Mixin
        Fresh fresh = new Fresh();

        @Override
        public Integer call() throws IOException {
            try (var bucket = setup.steady(setup.bucket())) {
                var keys = keys(bucket);
                var old = setup.secret();
                var other = fresh.secret();
                var before = keys.opened(old);
                if (before.isEmpty() || !keys.opened(other).isEmpty()) {
                    // Says so if the old one opens nothing; the same one again changes nothing.
                    var unused = keys.find(old);
                    throw new IllegalArgumentException("the new one opens the bucket already");
                }
                keys.add(old, other);
                keys.remove(before, other);
                System.out.println("changed; other devices need the new one");
                return ExitCode.FINE;
            }
        }
    }

    /** A key to put away. */
    @Command(
            name = "recovery",
            description = "Writes a new key file that opens the bucket, of letters and digits to print and put away.")
    static final class Recovery implements Callable<Integer> {
        @Mixin
        Setup setup = new Setup();

        @Option(names = "--to", required = true, paramLabel = "FILE", description = "Where to; mode 600.")
        Path file = Path.of("");

        @Override
        public Integer call() throws IOException {
            try (var bucket = setup.steady(setup.bucket())) {
                var random = new SecureRandom();
                var text = new StringBuilder();
                for (int at = 0; at < RECOVERY_LENGTH; at++) {
                    text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
                }
                byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
                var known = setup.secret();
                var unused = keys(bucket)
                        .find(known)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "the bucket has no key yet: sync first, or 'buckia keys create'"));
                PrivateFile.write(file, bytes);
                keys(bucket).add(known, new Keys.Secret.KeyFile(bytes));
                System.out.println("wrote " + file + "; it opens the bucket with --key-file");
                return ExitCode.FINE;
            }
        }
    }

    /** Takes one away. */
    @Command(
            name = "remove",
            description = "Takes one away. Whoever opened the bucket with it before may have kept the bucket's key.")
    static final class Remove implements Callable<Integer> {
        @Mixin
        Setup setup = new Setup();

        @Option(names = "--name", required = true, description = "As 'keys list' names it.")
        String name = "";

        @Override
        public Integer call() throws IOException {
            try (var bucket = setup.steady(setup.bucket())) {
                var keys = keys(bucket);
                var found = new ArrayList<String>();
                keys.list().stream()
                        .map(Keys.Wrapped::name)
                        .filter(each -> !name.isEmpty() && each.startsWith(name))
                        .forEach(found::add);
                if (found.size() != 1) {
                    throw new IllegalArgumentException(found.size() + " keys are called '" + name + "'");
                }
                keys.remove(Set.copyOf(found), setup.secret());
                System.out.println("removed");
                return ExitCode.FINE;
            }
        }
    }

    private static Keys keys(SteadyBucket bucket) {
        return new Keys(bucket, new SecureRandom());
    }
}
