package dev.holdfast.buckia.command;

import dev.holdfast.buckia.command.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code status}, {@code verify}, {@code gc}, {@code config}, {@code completion}: looking after a bucket and this program. */
final class CareCommands {
    private CareCommands() {}

    /** Looks at the folder. */
    @Command(
            name = "status",
            description = "Says what changed in the folder since the last sync, without asking the bucket for it.")
    static final class Status implements Callable<Integer> {
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

    /** Compares. */
    @Command(name = "verify", description = "Compares the bucket with what its indexes say.")
    static final class Verify implements Callable<Integer> {
        @Mixin
        Setup setup = new Setup();

        @Option(names = "--deep", description = "Read every byte.")
        boolean deep;

        @Option(names = "--repair", description = "Send again what is missing there and whole here.")
        boolean repair;

        @Option(names = "--json", description = "One JSON object on standard output.")
        boolean json;

        @Override
        public Integer call() throws IOException {
            try (var client = setup.client()) {
                var problems = client.engine().verify(setup.folder(), deep, repair);
                boolean fine = problems.stream().noneMatch(problem -> problem.failure());
                if (json) {
                    var map = new LinkedHashMap<String, Object>();
                    map.put("success", fine);
                    map.put("problems", SyncCommand.problems(problems));
                    System.out.println(Json.write(map));
                } else {
                    problems.forEach(each -> System.out.println(each.path() + " " + each.message()));
                    System.out.println(
                            problems.isEmpty() ? "everything is as the indexes say" : problems.size() + " problems");
                }
                return fine ? ExitCode.FINE : ExitCode.SOME_FAILED;
            }
        }
    }

    /** Collects. */
    @Command(
            name = "gc",
            description = {
                "Deletes from the bucket what nobody needs any more: old trash, unused packs.",
                "",
                "What is found useless is noted, and deleted by a run more than 24 hours later if it is useless still, since another"
                        + " device may be about to refer to it. Run it daily or weekly, from any device.",
                ""
            })
    static final class Gc implements Callable<Integer> {
        @Mixin
        Setup setup = new Setup();

        @Override
        public Integer call() throws IOException {
            try (var client = setup.client()) {
                var collected =
                        client.engine().collect(setup.folder(), setup.options().trashDays());
                System.out.println(collected.deleted() + " objects deleted");
                collected.left().forEach(each -> System.out.println("left: " + each));
                return ExitCode.FINE;
            }
        }
    }

    /** Shows or begins a configuration. */
    @Command(
            name = "config",
            description = {
                "Shows what is configured, or with 'init URL' writes a file .buckia to begin with.",
                "",
                "Credentials come from BUCKIA_ACCESS_KEY_ID and BUCKIA_SECRET_ACCESS_KEY (or AWS_ACCESS_KEY_ID and"
                        + " AWS_SECRET_ACCESS_KEY; of b2: B2_APPLICATION_KEY_ID and B2_APPLICATION_KEY; of bunny:"
                        + " BUNNY_STORAGE_PASSWORD, the storage zone's), from ~/.config/buckia/credentials (mode 600; lines"
                        + " 'access-key-id = …', 'secret-access-key = …'), or from the keyring (secret-tool, service buckia). They"
                        + " never stand in arguments, in .buckia, or in what this program prints.",
                ""
            })
    static final class Config implements Callable<Integer> {
        @Parameters(index = "0", arity = "0..1", paramLabel = "init|show", defaultValue = "show")
        String what = "";

        @Parameters(index = "1", arity = "0..1", paramLabel = "URL", defaultValue = "s3://bucket/prefix")
        String url = "";

        @Override
        public Integer call() throws IOException {
            if (what.equals("init")) {
                var file = Path.of(".buckia");
                var unused = Remote.parse(url);
                Files.writeString(file, SettingsFile.TEMPLATE.formatted(url), StandardOpenOption.CREATE_NEW);
                System.out.println("wrote " + file.toAbsolutePath() + "; look through it, then: buckia plan");
                return ExitCode.FINE;
            }
            var found = SettingsFile.find(Path.of(""));
            if (found.isEmpty()) {
                System.out.println("no .buckia here or above; begin with: buckia config init URL");
            } else {
                System.out.println("# " + found.get().file());
                found.get()
                        .values()
                        .forEach((name, values) -> values.forEach(value -> System.out.println(name + " = " + value)));
            }
            return ExitCode.FINE;
        }
    }

    /** Prints the shell's completion. */
    @Command(name = "completion", description = "Prints completion for bash and zsh: source <(buckia completion)")
    static final class Completion implements Callable<Integer> {
        @Override
        public Integer call() {
            System.out.println(AutoComplete.bash("buckia", Main.commandLine()));
            return ExitCode.FINE;
        }
    }
}
