package dev.holdfast.server.doctor;

import dev.holdfast.embedded.DataFolder;
import dev.holdfast.platform.PublicAddress;
import dev.holdfast.server.page.ProgramSettings;
import dev.holdfast.server.run.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Java, the data folder and its disk, and whether browsers will take passkeys. */
final class MachineCheck implements Doctor.Check {
    private static final int JAVA = 25;

    @Override
    public String part() {
        return "data";
    }

    @Override
    public void look(Settings settings, Consumer<Finding> say) {
        say.accept(Finding.ok("settings", "every key is known"));
        int java = Runtime.version().feature();
        say.accept(Finding.of(
                java == JAVA,
                "java",
                java == JAVA ? "Java 25" : "this is Java " + java + "; Holdfast is built for 25"));
        say.accept(data(Path.of(settings.bind("holdfast", ProgramSettings.class).data())));
        say.accept(passkeys(settings.bind("holdfast", PublicAddress.class)));
    }

    private static Finding data(Path folder) {
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
            return Finding.of(room && writable, "data", folder.toAbsolutePath() + ": " + words);
        } catch (IOException e) {
            return Finding.problem("data", folder.toAbsolutePath() + " can't be looked at: " + e.getMessage());
        }
    }

    private static Finding passkeys(PublicAddress address) {
        String name = address.relyingParty();
        boolean numeric = name.matches("[0-9.]+") || name.contains(":");
        if (numeric || name.endsWith(".local")) {
            return Finding.problem(
                    "passkeys", "browsers refuse them for " + name + ": give holdfast.public-url a domain name");
        }
        if (!address.secure() && !name.equals("localhost")) {
            return Finding.problem(
                    "passkeys",
                    "browsers want https for " + name + ": set holdfast.tls.cert and key, or a proxy with TLS");
        }
        return Finding.ok("passkeys", "bound to " + name);
    }
}
