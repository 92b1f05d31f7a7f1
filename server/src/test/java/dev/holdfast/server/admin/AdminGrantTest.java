package dev.holdfast.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.system.House;
import dev.holdfast.server.transfer.CommandLineUser;
import dev.holdfast.server.transfer.CommandLineUser.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.Environment;

/** The first administrator comes from the machine itself, beside the running program, and never from signing up first. */
class AdminGrantTest {
    private static final String ONLY_ADMINISTRATORS = "metrics";

    private final String data = House.running().bean(Environment.class).getRequiredProperty("holdfast.data");

    @TempDir
    Path folder;

    @Test
    void grantLetsInAndRevokeTakesItAway() {
        CommandLineUser user = CommandLineUser.fresh();
        assertThat(user.client().get(ONLY_ADMINISTRATORS).status()).isEqualTo(403);
        assertThat(user.must("admin", "grant", user.email(), "--data", data))
                .isEqualTo(user.email() + " is an administrator now.\n");
        assertThat(user.client().get(ONLY_ADMINISTRATORS).status()).isEqualTo(200);
        assertThat(user.client().get("api/me").json().path("admin").asBoolean(false))
                .isTrue();
        user.must("admin", "revoke", user.email(), "--data", data);
        assertThat(user.client().get(ONLY_ADMINISTRATORS).status()).isEqualTo(403);
        assertThat(House.running()
                        .texts("select action from platform.audit_entries where action = 'administrator.granted'"))
                .isNotEmpty();
    }

    @Test
    void whatCantBeGrantedIsSaid() {
        CommandLineUser user = CommandLineUser.fresh();
        Ran nobody = user.run("admin", "grant", "nobody@nowhere.test", "--data", data);
        assertThat(nobody.status()).isEqualTo(1);
        assertThat(nobody.text())
                .isEqualTo(
                        "holdfast: There is no account with the address nobody@nowhere.test. Sign up first, then grant.\n");
        Ran nothing = user.run(
                "admin",
                "grant",
                user.email(),
                "--data",
                folder.resolve("empty").toString());
        assertThat(nothing.status()).isEqualTo(1);
        assertThat(nothing.text())
                .startsWith("holdfast: There is no installation in ")
                .doesNotContain("\tat ");
    }
}
