package dev.holdfast.buckia.command;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.secret.Keyring;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what opens a bucket: in the environment, in a file that only this user can read, or in the desktop's keyring. Never in
 * arguments, which anybody on the machine can read.
 */
final class Credentials {
    private static final Map<String, String> IN_FILE = Map.of(
            "access-key-id", "accessKeyId", "secret-access-key", "secretAccessKey", "session-token", "sessionToken");

    private final Map<String, String> environment;
    private final Path home;

    Credentials(Map<String, String> environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    /**
     * The credentials for a provider, by the names that it knows; none for a folder.
     *
     * @param file named by the configuration, or null for {@code ~/.config/buckia/credentials}
     * @param bucket names the keyring's entry
     */
    Map<String, String> of(String provider, String bucket, @Nullable Path file) throws IOException {
        if (provider.equals("local") || provider.equals("file")) {
            return Map.of();
        }
        var found = environment(provider);
        if (found.isEmpty()) {
            found = file(file);
        }
        if (found.isEmpty()) {
            found = keyring(bucket);
        }
        if (found.isEmpty()) {
            boolean bunny = provider.equals("bunny");
            throw new BucketException(
                    BucketError.CREDENTIALS,
                    "no credentials: set " + String.join(" and ", variables(provider)) + " (or BUCKIA_"
                            + (bunny ? "" : "ACCESS_KEY_ID and BUCKIA_") + "SECRET_ACCESS_KEY), or write "
                            + (bunny ? "" : "'access-key-id = …' and ") + "'secret-access-key = …' into " + usual()
                            + " (mode 600), or put them into the keyring"
                            + " (secret-tool store --label=buckia service buckia bucket " + bucket
                            + " field secret-access-key)");
        }
        return named(provider, found);
    }

    private Map<String, String> environment(String provider) {
        var names = variables(provider);
        var own = pair("BUCKIA_ACCESS_KEY_ID", "BUCKIA_SECRET_ACCESS_KEY", "BUCKIA_SESSION_TOKEN");
        return own.isEmpty() ? pair(names.getFirst(), names.getLast(), "AWS_SESSION_TOKEN") : own;
    }

    /** The provider's own variables: the secret last. */
    private static List<String> variables(String provider) {
        return switch (provider) {
            case "b2" -> List.of("B2_APPLICATION_KEY_ID", "B2_APPLICATION_KEY");
            case "bunny" -> List.of("BUNNY_STORAGE_PASSWORD");
            default -> List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
        };
    }

    private Map<String, String> pair(String id, String secret, String token) {
        var found = new HashMap<String, String>();
        if (environment.get(secret) != null) {
            found.put("secretAccessKey", environment.get(secret));
            found.put("accessKeyId", environment.getOrDefault(id, ""));
            if (environment.get(token) != null) {
                found.put("sessionToken", environment.get(token));
            }
        }
        return found;
    }

    private Map<String, String> file(@Nullable Path named) throws IOException {
        var file = named == null ? usual() : named;
        if (!Files.exists(file)) {
            if (named != null) {
                throw new IllegalArgumentException("there is no file with credentials " + file);
            }
            return Map.of();
        }
        var view = Files.getFileAttributeView(file, java.nio.file.attribute.PosixFileAttributeView.class);
        var allowed = Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        if (view != null && !allowed.containsAll(view.readAttributes().permissions())) {
            throw new BucketException(
                    BucketError.CREDENTIALS,
                    "others can read " + file + ": make it yours alone (chmod 600 " + file + ")");
        }
        var found = new HashMap<String, String>();
        for (var line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            int equals = line.indexOf('=');
            var name = equals < 0 ? null : IN_FILE.get(line.substring(0, equals).strip());
            if (name != null) {
                found.put(name, line.substring(equals + 1).strip());
            }
        }
        return found;
    }

    private Map<String, String> keyring(String bucket) {
        var found = new HashMap<String, String>();
        IN_FILE.forEach((field, name) -> {
            var value = Keyring.lookUp(bucket, field);
            if (!value.isEmpty()) {
                found.put(name, value);
            }
        });
        return found.containsKey("secretAccessKey") ? found : Map.of();
    }

    private Path usual() {
        return home.resolve(".config/buckia/credentials");
    }

    private static Map<String, String> named(String provider, Map<String, String> found) {
        var id = found.getOrDefault("accessKeyId", "");
        var secret = found.getOrDefault("secretAccessKey", "");
        return switch (provider) {
            case "b2" -> Map.of("keyId", id, "applicationKey", secret);
            case "bunny" -> Map.of("accessKey", secret);
            default -> found;
        };
    }
}
