package dev.holdfast.server.command;

import dev.holdfast.embedded.DataFolder;
import dev.holdfast.platform.PublicAddress;
import dev.holdfast.server.client.Answer;
import dev.holdfast.server.client.ClientFailure;
import dev.holdfast.server.client.HoldfastClient;
import dev.holdfast.server.run.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code doctor}: looks at what a start needs and at the running program, and says what is wrong. */
@Command(
        name = "doctor",
        description = "Look at each part and say what is wrong. Exit code 1 when something is.",
        mixinStandardHelpOptions = true)
class DoctorCommand implements Callable<Integer> {
    private static final int JAVA = 25;
    private static final String PORT_DEFAULT = "8080";
    private static final int OK = 200;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private StartOptions options = new StartOptions();

    private boolean sound = true;

    @Override
    public Integer call() {
        Settings settings = options.settings();
        say(true, "settings", "every key is known");
        int java = Runtime.version().feature();
        say(java == JAVA, "java", java == JAVA ? "Java 25" : "this is Java " + java + "; Holdfast is built for 25");
        dataFolder(Path.of(Objects.requireNonNullElse(settings.get("holdfast.data"), "data")));
        passkeys(settings.bind("holdfast", PublicAddress.class));
        String database = settings.shown("holdfast.db.url");
        say(true, "database", database.isEmpty() ? "the embedded one" : database);
        String objects = settings.shown("holdfast.blobs.endpoint");
        say(true, "objects", objects.isEmpty() ? "the embedded store" : objects);
        program(Objects.requireNonNullElse(settings.get("holdfast.port"), PORT_DEFAULT));
        return sound ? 0 : 1;
    }

    private void dataFolder(Path folder) {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        try {
            long free = Files.getFileStore(there).getUsableSpace();
            boolean room = free >= DataFolder.FREE_BYTES_MIN;
            boolean writable = Files.isWritable(there);
            String words = (free >> 20) + " MiB free";
            if (!room) {
                words += "; a start wants " + (DataFolder.FREE_BYTES_MIN >> 20)
                        + " MiB: make room, or name another disk with --data";
            }
            if (!writable) {
                words += "; " + there + " can't be written by this user";
            }
            say(room && writable, "data", folder.toAbsolutePath() + ": " + words);
        } catch (IOException e) {
            say(false, "data", folder.toAbsolutePath() + " can't be looked at: " + e.getMessage());
        }
    }

    private void passkeys(PublicAddress address) {
        String name = address.relyingParty();
        boolean numeric = name.matches("[0-9.]+") || name.contains(":");
        if (numeric || name.endsWith(".local")) {
            say(false, "passkeys", "browsers refuse them for " + name + ": give holdfast.public-url a domain name");
        } else if (!address.secure() && !name.equals("localhost")) {
            say(
                    false,
                    "passkeys",
                    "browsers want https for " + name + ": set holdfast.tls.cert and key, or a proxy with TLS");
        } else {
            say(true, "passkeys", "bound to " + name);
        }
    }

    private void program(String port) {
        try (HoldfastClient client = new HoldfastClient(URI.create("http://127.0.0.1:" + port))) {
            Answer answer = client.get("readyz");
            boolean ready = answer.status() == OK;
            say(
                    ready,
                    "program",
                    ready
                            ? "runs on port " + port + " and is ready"
                            : "runs on port " + port + " but isn't ready: "
                                    + answer.json().path("detail").asString(""));
        } catch (ClientFailure e) {
            say(true, "program", "doesn't run on port " + port);
        }
    }

    private void say(boolean good, String part, String words) {
        sound &= good;
        Objects.requireNonNull(spec)
                .commandLine()
                .getOut()
                .printf("%-5s %-9s %s%n", good ? "ok" : "WRONG", part, words);
    }
}
