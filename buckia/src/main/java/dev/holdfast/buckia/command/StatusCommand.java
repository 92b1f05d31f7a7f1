package dev.holdfast.buckia.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code buckia status}. */
@Command(
        name = "status",
        description = "Says what changed in the folder since the last sync, without asking the bucket for it.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    Setup setup = new Setup();

    @Option(names = "--json", description = "One JSON object on standard output.")
    boolean json;

    @Override
    public Integer call() throws IOException {
        try (var client = setup.client()) {
            var status = client.engine().status(setup.folder());
            if (json) {
                var map = new LinkedHashMap<String, Object>();
                map.put("device", status.device());
                map.put("inStep", status.inStep());
                map.put("changed", status.changed());
                map.put("deleted", status.deleted());
                System.out.println(Json.write(map));
            } else {
                status.changed().forEach(path -> System.out.println("changed " + path));
                status.deleted().forEach(path -> System.out.println("deleted " + path));
                System.out.println("device " + status.device() + ": " + status.inStep() + " as at the last sync, "
                        + status.changed().size() + " changed, "
                        + status.deleted().size() + " deleted");
            }
            return ExitCode.FINE;
        }
    }
}
