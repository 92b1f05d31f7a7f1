package dev.holdfast.server.doctor;

import dev.holdfast.server.client.Answer;
import dev.holdfast.server.client.ClientFailure;
import dev.holdfast.server.client.HoldfastClient;
import dev.holdfast.server.page.ProgramSettings;
import dev.holdfast.server.run.Settings;
import java.net.URI;
import java.util.function.Consumer;

/** The running program, if it runs. */
final class ProgramCheck implements Doctor.Check {
    private static final int OK = 200;

    @Override
    public String part() {
        return "program";
    }

    @Override
    public void look(Settings settings, Consumer<Finding> say) {
        int port = settings.bind("holdfast", ProgramSettings.class).port();
        if (port == 0) {
            say.accept(Finding.ok(part(), "not asked: its port is a free one"));
            return;
        }
        String scheme = settings.get("holdfast.tls.cert") == null ? "http" : "https";
        try (HoldfastClient client = new HoldfastClient(URI.create(scheme + "://localhost:" + port))) {
            Answer answer = client.get("readyz");
            say.accept(
                    answer.status() == OK
                            ? Finding.ok(part(), "runs on port " + port + " and is ready")
                            : Finding.problem(part(), "runs on port " + port + " but isn't ready: " + answer.reason()));
        } catch (ClientFailure e) {
            say.accept(Finding.ok(part(), "doesn't run on port " + port));
        }
    }
}
