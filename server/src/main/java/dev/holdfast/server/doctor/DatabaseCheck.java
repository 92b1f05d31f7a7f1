package dev.holdfast.server.doctor;

import dev.holdfast.platform.db.DatabaseSettings;
import dev.holdfast.platform.db.Migrations;
import dev.holdfast.server.page.ProgramSettings;
import dev.holdfast.server.run.App;
import dev.holdfast.server.run.DatabaseAccess;
import dev.holdfast.server.run.Settings;
import dev.holdfast.server.run.StartFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** PostgreSQL: whether it is there and new enough, what its logins may, whether its schemas are up to date, what search can't find. */
final class DatabaseCheck implements Doctor.Check {
    private static final int OLDEST = 15;
    private static final int NEWEST = 18;

    @Override
    public String part() {
        return "database";
    }

    @Override
    public void look(Settings settings, Consumer<Finding> say) {
        String url = settings.get("holdfast.db.url");
        boolean embedded = url == null || url.isBlank();
        Path data = Path.of(settings.bind("holdfast", ProgramSettings.class).data());
        if (embedded && !Files.isDirectory(data.resolve("pg"))) {
            say.accept(Finding.ok(part(), "the embedded PostgreSQL; the first start makes it"));
            return;
        }
        try (DatabaseAccess access = DatabaseAccess.open(settings)) {
            DatabaseSettings database = access.settings().bind("holdfast.db", DatabaseSettings.class);
            look(access, database, say);
        } catch (StartFailure e) {
            say.accept(Finding.problem(part(), String.valueOf(e.getMessage())));
        }
    }

    private void look(DatabaseAccess access, DatabaseSettings settings, Consumer<Finding> say) {
        DatabaseLookStore store = new DatabaseLookStore(settings);
        DatabaseLookStore.Server server;
        try {
            server = store.server();
        } catch (SQLException e) {
            say.accept(Finding.problem(
                    part(),
                    access.way() + " can't be used as " + settings.owner() + ": " + Doctor.reason(e)
                            + ". Look at holdfast.db.url, .owner-user and .owner-password"));
            return;
        }
        boolean fits = server.version() >= OLDEST && server.version() <= NEWEST;
        say.accept(Finding.of(
                fits && server.utf8(),
                part(),
                access.way() + ", version " + server.version()
                        + (fits ? "" : ": Holdfast works with " + OLDEST + " to " + NEWEST)
                        + (server.utf8() ? "" : ": its encoding must be UTF8")));
        logins(store, settings, server, say);
        schemas(store, settings, say);
    }

    private void logins(
            DatabaseLookStore store,
            DatabaseSettings settings,
            DatabaseLookStore.Server server,
            Consumer<Finding> say) {
        if (!server.mayMigrate()) {
            say.accept(Finding.problem(
                    "rights",
                    settings.owner() + " must be allowed to make roles and schemas: alter role " + settings.owner()
                            + " createrole; grant create on database … to " + settings.owner()));
        }
        try {
            DatabaseLookStore.Login login = store.login();
            if (!login.mayServe()) {
                say.accept(Finding.problem(
                        "rights",
                        settings.user() + " may not act as holdfast_app and holdfast_worker: grant them to it"));
            } else if (login.superuser()) {
                say.accept(Finding.warning(
                        "rights",
                        settings.user() + " is a superuser: give requests a login without rights in holdfast.db.user,"
                                + " and the tables an owner in holdfast.db.owner-user"));
            } else if (server.mayMigrate()) {
                say.accept(Finding.ok("rights", settings.owner() + " may migrate, " + settings.user() + " may serve"));
            }
        } catch (SQLException e) {
            say.accept(Finding.problem(
                    "rights",
                    "no connection as " + settings.user() + ": " + Doctor.reason(e)
                            + ". Look at holdfast.db.user and .password"));
        }
    }

    private void schemas(DatabaseLookStore store, DatabaseSettings settings, Consumer<Finding> say) {
        List<String> names = new ArrayList<>(List.of("platform"));
        List.of(App.values()).forEach(app -> names.add(app.id()));
        int applied = 0;
        int waiting = 0;
        for (String name : names) {
            Migrations.State state = Migrations.state(store.owner(), settings.user(), name);
            applied += state.applied();
            waiting += state.waiting();
            if (state.foreign() > 0) {
                say.accept(Finding.problem(
                        "schema",
                        name + " was written by a newer program (" + state.foreign()
                                + " migrations that this one doesn't know): start that one"));
            }
        }
        if (applied == 0) {
            say.accept(Finding.ok("schema", "empty; the first start fills it"));
            return;
        }
        say.accept(
                waiting == 0
                        ? Finding.ok("schema", applied + " migrations, up to date")
                        : Finding.warning("schema", waiting + " migrations wait: the next start does them"));
        try {
            long cut = store.cutTexts();
            say.accept(
                    cut == 0
                            ? Finding.ok("search", "every document can be found by all its words")
                            : Finding.warning(
                                    "search",
                                    cut
                                            + " documents have more different words than an index takes; they are found by the first"));
        } catch (SQLException e) {
            say.accept(Finding.problem("search", Doctor.reason(e)));
        }
    }
}
