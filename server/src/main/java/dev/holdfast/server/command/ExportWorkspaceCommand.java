package dev.holdfast.server.command;

import dev.holdfast.server.client.HoldfastClient;
import dev.holdfast.server.transfer.Archives;
import java.io.IOException;
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

/** {@code export workspace}: a zip that imports to the same state, byte for byte. */
@Command(
        name = "workspace",
        description = "Write a workspace into a zip of plain files that imports to the same state, byte for byte.",
        mixinStandardHelpOptions = true)
class ExportWorkspaceCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "NAME", description = "The workspace, by name or id.")
    private String workspace = "";

    @Option(
            names = "--to",
            paramLabel = "FILE.zip",
            required = true,
            description = "The file to write; it must not exist.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
        try (HoldfastClient client = server.signedIn()) {
            new Archives(client)
                    .takeOut(
                            workspace,
                            file,
                            Objects.requireNonNull(spec).commandLine().getOut());
            return 0;
        }
    }
}
