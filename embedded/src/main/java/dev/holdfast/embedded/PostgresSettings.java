package dev.holdfast.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Writes {@code postgresql.conf} anew at each start. The memory settings keep an idle server below 100 MB; locks are
 * many because a plan over a partitioned table takes one per partition.
 */
final class PostgresSettings {

    private static final int VALUE_LENGTH_MAX = 1_000;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}(\\.[a-z][a-z0-9_]{0,62})?");

    /** Settings on which the launcher itself relies: it could not find, guard or stop the server otherwise. */
    private static final Set<String> OURS = Set.of(
            "listen_addresses",
            "port",
            "unix_socket_directories",
            "data_directory",
            "config_file",
            "external_pid_file",
            "logging_collector",
            "log_destination");

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("shared_buffers", "64MB"),
            Map.entry("max_connections", "100"),
            Map.entry("max_locks_per_transaction", "1024"),
            Map.entry("work_mem", "8MB"),
            Map.entry("maintenance_work_mem", "64MB"),
            Map.entry("effective_cache_size", "512MB"),
            Map.entry("huge_pages", "off"),
            Map.entry("jit", "off"),
            Map.entry("fsync", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("wal_level", "replica"),
            Map.entry("max_wal_size", "512MB"),
            Map.entry("min_wal_size", "80MB"),
            Map.entry("max_wal_senders", "4"),
            Map.entry("max_replication_slots", "4"),
            Map.entry("password_encryption", "scram-sha-256"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("log_line_prefix", "%m [%p] %q%u@%d "),
            Map.entry("log_checkpoints", "off"),
            Map.entry("lc_messages", "C"));

    private PostgresSettings() {}

    /** Refuses names that are no settings, the launcher's own settings, and values too long or of two lines. */
    static void check(Map<String, String> settings) {
        settings.forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw new EmbeddedException("not the name of a PostgreSQL setting: '" + name + "'");
            }
            if (OURS.contains(name)) {
                throw new EmbeddedException("the PostgreSQL setting " + name + " is the launcher's own: leave it out");
            }
            if (value.length() > VALUE_LENGTH_MAX || value.chars().anyMatch(Character::isISOControl)) {
                throw new EmbeddedException("the value of the PostgreSQL setting " + name + " must be one line of at"
                        + " most " + VALUE_LENGTH_MAX + " characters");
            }
        });
    }

    static void write(Path data, int port, Map<String, String> settings) throws IOException {
        var all = new TreeMap<>(DEFAULTS);
        all.putAll(settings);
        all.put("listen_addresses", "127.0.0.1");
        all.put("port", Integer.toString(port));
        all.put("unix_socket_directories", "");
        all.put("logging_collector", "off");
        all.put("log_destination", "stderr");
        var text = new StringBuilder("# Written at every start: changes made here are lost.\n");
        all.forEach((name, value) ->
                text.append(name).append(" = '").append(quoted(value)).append("'\n"));
        var fresh = data.resolve("postgresql.conf.new");
        Files.writeString(fresh, text, StandardCharsets.UTF_8);
        Durable.force(fresh);
        Files.move(
                fresh,
                data.resolve("postgresql.conf"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static String quoted(String value) {
        return value.replace("\\", "\\\\").replace("'", "''");
    }
}
