package dev.holdfast.buckia.command;

import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code buckia plan}: a sync that only says what it would do. */
@Command(name = "plan", description = "Says what a sync would do, and does nothing: sync --dry-run.")
final class PlanCommand extends SyncCommand {
    @Override
    public Integer call() throws IOException {
        dryRun = true;
        return super.call();
    }
}
