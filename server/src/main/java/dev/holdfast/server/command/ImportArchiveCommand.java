package dev.holdfast.server.command;

import dev.holdfast.server.client.HoldfastClient;
import dev.holdfast.server.transfer.Archives;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import archive}: an exported workspace becomes one again, byte for byte. */
@Command(
        name = "archive",
        description = "Bring a workspace back from the zip that 'export workspace' wrote.",
        mixinStandardHelpOptions = true)
class ImportArchiveCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "FILE.zip", description = "The archive.")
    private Path file = Path.of("");

    @Option(
            names = "--workspace",
            paramLabel = "NAME",
            required = true,
            description = "The workspace, by name or id; made when there is none.")
    private String workspace = "";

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (HoldfastClient client = server.signedIn()) {
            new Archives(client).bringIn(file, workspace, out);
            return 0;
        }
    }
}
