package dev.holdfast.buckia.secret;

import dev.holdfast.buckia.crypt.Keys.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds what opens an encrypted bucket: files named by arguments, the environment, files named by the settings, the keyring, and
 * at last whoever sits at the terminal. Nothing found is ever part of a message.
 */
public final class Secrets {
    private static final String PASSPHRASE = "BUCKIA_PASSPHRASE";
    private static final String PASSPHRASE_FILE = "BUCKIA_PASSPHRASE_FILE";
    private static final String KEY_FILE = "BUCKIA_KEY_FILE";

    private final Map<String, String> environment;

    /** With the environment's variables. */
    public Secrets(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Files that hold a secret; both private to their owner.
     *
     * @param keyFile at least 32 random bytes
     * @param passphraseFile a passphrase on its first line
     */
    public record Named(@Nullable Path keyFile, @Nullable Path passphraseFile) {
        /** No file. */
        public static final Named NOTHING = new Named(null, null);

        Optional<Secret> read() throws IOException {
            if (keyFile != null && passphraseFile != null) {
                throw new IllegalArgumentException("either a key file or a passphrase file, not both");
            }
            if (keyFile != null) {
                return Optional.of(new Secret.KeyFile(PrivateFile.read(keyFile)));
            }
            return passphraseFile == null ? Optional.empty() : Optional.of(passphrase(passphraseFile));
        }
    }

    /** What is named outright: by arguments, environment, or settings, in this order. */
    public Optional<Secret> named(Named arguments, Named settings) throws IOException {
        var found = arguments.read();
        if (found.isEmpty()) {
            found = environment();
        }
        return found.isEmpty() ? settings.read() : found;
    }

    /**
     * What is named outright, or else what the keyring has, or else what is typed.
     *
     * @param bucket names the keyring's entry
     * @throws IllegalArgumentException if there is nothing of it
     */
    public Secret find(Named arguments, Named settings, String bucket) throws IOException {
        var found = named(arguments, settings);
        if (found.isPresent()) {
            return found.get();
        }
        var kept = Keyring.lookUp(bucket, "passphrase");
        if (!kept.isEmpty()) {
            return new Secret.Passphrase(kept);
        }
        return typed("Passphrase of the bucket: ")
                .orElseThrow(() -> new IllegalArgumentException("the bucket is encrypted, and nothing opens it: set "
                        + PASSPHRASE
                        + ", name a file (mode 600) with --passphrase-file or --key-file, or put it into the keyring"
                        + " (secret-tool store --label=buckia service buckia bucket " + bucket
                        + " field passphrase)"));
    }

    /** Asks at the terminal, if there is one. */
    public static Optional<Secret> typed(String question) {
        var console = System.console();
        if (console == null || !console.isTerminal()) {
            return Optional.empty();
        }
        char[] typed = console.readPassword("%s", question);
        if (typed == null || typed.length == 0) {
            return Optional.empty();
        }
        var secret = new Secret.Passphrase(new String(typed));
        Arrays.fill(typed, ' ');
        return Optional.of(secret);
    }

    private Optional<Secret> environment() throws IOException {
        var passphrase = environment.get(PASSPHRASE);
        if (passphrase != null && !passphrase.isEmpty()) {
            return Optional.of(new Secret.Passphrase(passphrase));
        }
        return new Named(file(KEY_FILE), file(PASSPHRASE_FILE)).read();
    }

    private @Nullable Path file(String variable) {
        var name = environment.get(variable);
        return name == null || name.isEmpty() ? null : Path.of(name);
    }

    private static Secret passphrase(Path file) throws IOException {
        var text = new String(PrivateFile.read(file), StandardCharsets.UTF_8);
        return new Secret.Passphrase(text.lines()
                .findFirst()
                .filter(line -> !line.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException(file + " has no passphrase on its first line")));
    }
}
