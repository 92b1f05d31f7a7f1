package dev.holdfast.server.command;

import dev.holdfast.platform.Ids;
import dev.holdfast.server.client.ClientFailure;
import dev.holdfast.server.client.HoldfastClient;
import dev.holdfast.server.client.Workspaces;
import dev.holdfast.server.run.Program;
import dev.holdfast.server.transfer.MarkdownImport;
import dev.holdfast.server.transfer.Report;
import dev.holdfast.server.transfer.VersionsImport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import markdown}: a folder becomes documents and attachments. */
@Command(
        name = "markdown",
        description = {
            "Bring a folder of Markdown into a workspace; paths become titles, front matter stays.",
            "Files that are no text are attached to the index (README.md, index.md or the document called like the folder) of the"
                    + " nearest folder. May be given again: what is there already isn't sent, and after Ctrl-C it goes on."
        },
        mixinStandardHelpOptions = true)
class ImportMarkdownCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "DIR", description = "The folder.")
    private Path folder = Path.of(".");

    @Option(
            names = "--workspace",
            paramLabel = "NAME",
            required = true,
            description = "The workspace, by name or id; made when there is none.")
    private String workspace = "";

    @Option(
            names = "--replace",
            description =
                    "Give documents that differ from their file the file's content; what they held stays in their versions.")
    private boolean replace;

    @Option(
            names = "--versions",
            description =
                    "The folder holds successive versions of one document, with a manifest.json, or folders of that kind: each version is kept as it was.")
    private boolean versions;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (!Files.isDirectory(folder)) {
            throw new ClientFailure(
                    Files.exists(folder) ? folder + " is no folder." : "There is no folder " + folder + ".");
        }
        try (HoldfastClient client = server.signedIn()) {
            Workspaces.Workspace target = new Workspaces(client).namedOrNew(workspace);
            Ids ids = new Ids(Program.systemClock(), new SecureRandom());
            Report report = versions
                    ? new VersionsImport(client, target).run(folder, out, ServerOptions.terminal())
                    : new MarkdownImport(client, target, ids, replace).run(folder, out, ServerOptions.terminal());
            report.print(out);
            return report.complete() ? 0 : 1;
        }
    }
}
