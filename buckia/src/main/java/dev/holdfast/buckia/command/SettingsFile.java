package dev.holdfast.buckia.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A configuration file: a line a setting, {@code name = value}, {@code #} for remarks; some names may stand several times.
 *
 * @param file where it lies
 * @param values by name, in their order
 */
record SettingsFile(Path file, Map<String, List<String>> values) {
    static final Set<String> NAMES = Set.of(
            "local",
            "remote",
            "endpoint",
            "region",
            "path",
            "include",
            "exclude",
            "conflict",
            "delete-orphaned",
            "parallel",
            "scan",
            "max-delete-share",
            "trash-days",
            "requests-per-second",
            "bytes-per-second",
            "credentials-file",
            "log-file",
            "log-level",
            "inbound-database",
            "inbound-account",
            "inbound-public-key",
            "encrypt",
            "key-file",
            "passphrase-file",
            "sqlite-min-bytes",
            "plain",
            "version-url");

    /** A file to begin with, which says what each line is for. */
    static final String TEMPLATE = """
            # Buckia: which folder and which bucket are kept in step. Credentials never stand here: see 'buckia config --help'.
            local = .
            remote = %s
            # endpoint = https://s3.example.org        for services that aren't known by name
            # region = eu-central-1
            # path = images/                           only these, in this order; a slash at the end for a folder
            # include = *.jpg
            # exclude = *.tmp
            # conflict = *.sqlite local-wins           or remote-wins, keep-both; the first that fits
            # delete-orphaned = true                   carry deletions both ways, into the trash
            # sqlite-min-bytes = 16777216              SQLite files from this size on travel as pages
            # plain = never                            or weekly, always: keep them whole at their path too
            # encrypt = private/**                     names and contents leave only encrypted; ** for all; before the first sync
            # passphrase-file = ~/.config/buckia/passphrase   mode 600; or BUCKIA_PASSPHRASE, or the keyring
            # key-file = ~/.config/buckia/key          mode 600, 32 random bytes or more, instead of a passphrase
            # inbound-database = app.sqlite            a server's batches in inbound/ are applied to it after each sync
            # inbound-account = u123                   whose they must be
            # inbound-public-key = server.pem          Ed25519; every batch must be signed with it
            # log-file = ~/buckia.log                  a JSON object a line; buckia log summarize FILE
            # log-level = info                         or error, debug
            # parallel = 32
            # requests-per-second = 0
            # bytes-per-second = 0
            # version-url = https://example.org/buckia 'buckia version --check' asks there; nobody is asked otherwise
            """;

    static SettingsFile read(Path file) throws IOException {
        var values = new LinkedHashMap<String, List<String>>();
        int number = 0;
        for (var line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            var text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            int equals = text.indexOf('=');
            var name = equals < 0 ? text : text.substring(0, equals).strip();
            if (equals < 0 || !NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        file + ", line " + number + ": '" + name + "' is no setting; there are "
                                + String.join(", ", NAMES.stream().sorted().toList()));
            }
            values.computeIfAbsent(name, unused -> new ArrayList<>())
                    .add(text.substring(equals + 1).strip());
        }
        return new SettingsFile(file, values);
    }

    /** The file named, or the nearest of {@code .buckia} and {@code .buckia/config} in this folder or one above. */
    static Optional<SettingsFile> find(Path folder) throws IOException {
        for (var above = folder.toAbsolutePath().normalize(); above != null; above = above.getParent()) {
            for (var name : List.of(".buckia", ".buckia/config")) {
                var file = above.resolve(name);
                if (Files.isRegularFile(file)) {
                    return Optional.of(read(file));
                }
            }
        }
        return Optional.empty();
    }

    Optional<String> one(String name) {
        return Optional.ofNullable(values.get(name)).map(List::getLast);
    }

    /** A file or folder: {@code ~/} is the user's, other names count from where this file lies. */
    Optional<Path> path(String name) {
        var here = file.toAbsolutePath();
        var home = here.getParent() == null ? here : here.getParent();
        var base = here.endsWith(".buckia/config") && home.getParent() != null ? home.getParent() : home;
        return one(name)
                .map(text -> text.startsWith("~/")
                        ? Path.of(System.getProperty("user.home"), text.substring(2))
                        : base.resolve(text));
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }
}
