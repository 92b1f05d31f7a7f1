package dev.holdfast.server.command;

import dev.holdfast.platform.Ids;
import dev.holdfast.server.client.ClientFailure;
import dev.holdfast.server.client.HoldfastClient;
import dev.holdfast.server.client.Session;
import dev.holdfast.server.client.Terminal;
import dev.holdfast.server.foldersync.FolderSync;
import dev.holdfast.server.foldersync.FolderWatch;
import dev.holdfast.server.run.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code docs sync}: a folder and a workspace in step, both ways. */
@Command(
        name = "sync",
        description = {
            "Keep a folder of text files and a workspace in step, both ways.",
            "What both sides changed is merged where they changed different lines, else it stays twice: the folder's as"
                    + " 'name (conflict DEVICE TIME).md'. Files deleted by the workspace go into DIR/.holdfast/trash. Without network nothing is lost: the next run does what is due."
        },
        mixinStandardHelpOptions = true)
class DocsSyncCommand implements Callable<Integer> {
    private static final int LISTED_MAX = 5;
    private static final long LOOK_EVERY_S = 60;
    private static final long OFFLINE_LOOK_EVERY_S = 10;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "DIR", description = "The folder.")
    private Path folder = Path.of(".");

    @Option(
            names = "--workspace",
            paramLabel = "NAME",
            description = "The workspace at the first time (default: the folder's name); made when there is none.")
    private String workspace = "";

    @Option(names = "--watch", description = "Stay and sync whenever the folder or the workspace changes.")
    private boolean watch;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "What conflict copies call this machine (default: its host name).")
    private String device = hostName();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        FolderSync.Tools tools = new FolderSync.Tools(
                new Ids(Program.systemClock(), new SecureRandom()),
                Program.systemClock(),
                device.replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]", "-"));
        try (FolderSync sync = FolderSync.open(folder, tools);
                HoldfastClient client = server.client()) {
            return watch ? stay(sync, client, out) : once(sync, client, out);
        }
    }

    private int once(FolderSync sync, HoldfastClient client, PrintWriter out) throws IOException {
        try {
            if (!Session.open(client, server.environment(), Terminal.system())) {
                withoutAccount(sync, out);
                return 0;
            }
            return tell(sync.run(client, workspace), out);
        } catch (ClientFailure e) {
            if (e.unreachable()) {
                out.println(sync.waiting() + " files wait to be brought in step.");
            }
            throw e;
        }
    }

    private int stay(FolderSync sync, HoldfastClient client, PrintWriter out) throws IOException, InterruptedException {
        boolean in = false;
        boolean told = false;
        try (FolderWatch changes = FolderWatch.of(sync.root())) {
            while (true) {
                try {
                    if (!in) {
                        if (!Session.open(client, server.environment(), Terminal.system())) {
                            withoutAccount(sync, out);
                            return 0;
                        }
                        in = true;
                        changes.listen(client);
                    }
                    FolderSync.Outcome outcome = sync.run(client, workspace);
                    if (!outcome.quiet() || told) {
                        int unused = tell(outcome, out);
                    }
                    told = false;
                } catch (ClientFailure e) {
                    if (!e.unreachable()) {
                        throw e;
                    }
                    if (!told) {
                        out.println("Offline: " + e.getMessage() + ". " + sync.waiting() + " files wait.");
                        told = true;
                    }
                }
                changes.await(told ? OFFLINE_LOOK_EVERY_S : LOOK_EVERY_S);
            }
        }
    }

    private static void withoutAccount(FolderSync sync, PrintWriter out) {
        out.println(
                "You aren't signed in, so the files in " + sync.root()
                        + " stay on this machine alone, as they are. To keep them in"
                        + " step with a workspace, set HOLDFAST_TOKEN, or HOLDFAST_EMAIL and HOLDFAST_PASSWORD, or start this from a terminal.");
    }

    private static int tell(FolderSync.Outcome outcome, PrintWriter out) {
        String done = outcome.done().entrySet().stream()
                .map(step -> step.getValue() + " " + step.getKey())
                .collect(Collectors.joining(", "));
        out.println(done.isEmpty() ? "In step." : "In step: " + done + ".");
        outcome.merged().forEach(path -> out.println("  both sides' changes are now in: " + path));
        outcome.conflicts().forEach(path -> out.println("  changed on both sides; yours is now: " + path));
        outcome.trouble().forEach((path, reason) -> out.println("  not in step: " + path + ": " + reason));
        if (!outcome.leftOut().isEmpty()) {
            out.println("  no documents, and in this folder alone: " + listed(outcome.leftOut()));
        }
        out.flush();
        return outcome.trouble().isEmpty() ? 0 : 1;
    }

    private static String listed(List<String> files) {
        String first = files.stream().limit(LISTED_MAX).collect(Collectors.joining(", "));
        return files.size() <= LISTED_MAX ? first : first + " and " + (files.size() - LISTED_MAX) + " more";
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "this machine";
        }
    }
}
