package dev.holdfast.server.command;

import dev.holdfast.server.demo.Demo;
import dev.holdfast.server.run.Program;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

/** {@code demo}: {@code serve} with people and notes to look at. */
@Command(
        name = "demo",
        description = "Start Holdfast with demo data, made at the first start, and print how to sign in.",
        mixinStandardHelpOptions = true)
class DemoCommand extends ServeCommand {
    @Override
    void whenReady(Program program, PrintWriter out) {
        Demo.prepare(program.url());
        super.whenReady(program, out);
        out.println();
        out.println("Sign in there with a password:");
        Demo.PEOPLE.forEach(
                person -> out.printf("  %-8s %-24s %s%n", person.name(), person.email(), person.password()));
        out.println("Ada owns both workspaces, Brook reads one of them. Stop with Ctrl-C.");
        out.flush();
    }
}
