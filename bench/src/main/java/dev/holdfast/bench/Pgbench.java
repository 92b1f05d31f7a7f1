package dev.holdfast.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's own load generator, with the statements of an update, on the server that the program runs on. */
final class Pgbench {
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
    private static final int PORT_LINE = 3;

    private final int port;
    private final String password;
    private final Path script;

    Pgbench(Path data, UUID workspace, List<String> documents) throws IOException {
        port = Integer.parseInt(Files.readAllLines(data.resolve("pg/postmaster.pid"))
                .get(PORT_LINE)
                .strip());
        password = Files.readString(data.resolve("pg.password")).strip();
        script = Files.createTempFile("update", ".sql");
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/holdfast";
        try (Connection connection = DriverManager.getConnection(url, "postgres", password);
                var statement = connection.createStatement()) {
            statement.execute("create schema if not exists bench");
            statement.execute(
                    "create table if not exists bench.targets (n int primary key, id uuid, account uuid, session uuid)");
            statement.execute("grant usage on schema bench to public");
            statement.execute("grant select on bench.targets to public");
            statement.execute("truncate bench.targets");
            try (var insert = connection.prepareStatement(
                    "insert into bench.targets select ?, ?, m.account_id, s.id"
                            + " from platform.members m join platform.sessions s on s.account_id = m.account_id where m.space_id = ? limit 1")) {
                for (int n = 0; n < documents.size(); n++) {
                    insert.setInt(1, n);
                    insert.setObject(2, UUID.fromString(documents.get(n)));
                    insert.setObject(3, workspace);
                    insert.executeUpdate();
                }
            }
        } catch (SQLException e) {
            throw new IOException("the peer's tables can't be made: " + e.getMessage(), e);
        }
        try (var in = Pgbench.class.getResourceAsStream("update.sql")) {
            if (in == null) {
                throw new IOException("update.sql is missing");
            }
            Files.write(script, in.readAllBytes());
        }
    }

    /** Runs the updates as the superuser that takes the app's role in each transaction, as the program's login does. */
    double updatesPerSecond(int clients, int seconds) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                "pgbench",
                "-n",
                "-M",
                "prepared",
                "-c",
                "" + clients,
                "-j",
                "2",
                "-T",
                "" + seconds,
                "-f",
                script.toString(),
                "-h",
                "127.0.0.1",
                "-p",
                "" + port,
                "-U",
                "postgres",
                "holdfast");
        builder.environment().put("PGPASSWORD", password);
        Process process = builder.redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher tps = TPS.matcher(out);
        if (process.waitFor() != 0 || !tps.find()) {
            throw new IOException("pgbench failed: " + out);
        }
        return Double.parseDouble(tps.group(1));
    }
}
