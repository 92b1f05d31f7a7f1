package dev.holdfast.server.command;

import dev.holdfast.server.doctor.Doctor;
import dev.holdfast.server.doctor.Finding;
import dev.holdfast.server.doctor.Finding.Level;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code doctor}: looks at what a start needs, at the parts that the settings name and at the running program, and says what is wrong. */
@Command(
        name = "doctor",
        description = {
            "Look at each part, whether or not the program runs, and say what is wrong and what to do.",
            "It writes nothing but one small object into an outside object store, which it deletes again. Exit code 1 when"
                    + " there is a problem; warnings alone give 0."
        },
        mixinStandardHelpOptions = true)
class DoctorCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private StartOptions options = new StartOptions();

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        List<Finding> findings = new ArrayList<>();
        Doctor.look(options.settings(), finding -> {
            findings.add(finding);
            out.printf("%-8s %-9s %s%n", word(finding.level()), finding.part(), finding.words());
            out.flush();
        });
        long problems = count(findings, Level.PROBLEM);
        out.println(problems + (problems == 1 ? " problem, " : " problems, ") + count(findings, Level.WARNING)
                + " warnings.");
        return problems == 0 ? 0 : 1;
    }

    private static String word(Level level) {
        return switch (level) {
            case OK -> "ok";
            case WARNING -> "warning";
            case PROBLEM -> "PROBLEM";
        };
    }

    private static long count(List<Finding> findings, Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }
}
