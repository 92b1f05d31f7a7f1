package dev.holdfast.server.command;

import dev.holdfast.server.demo.Demo;
import dev.holdfast.server.run.Program;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code demo}: {@code serve} with people and notes to look at. */
@Command(
        name = "demo",
        description = "Start Holdfast with demo data, made at the first start, and print how to sign in.",
        mixinStandardHelpOptions = true)
class DemoCommand extends ServeCommand {
    @Override
    void whenReady(Program program, PrintWriter out) {
        List<Demo.Person> open = Demo.prepare(program.url());
        super.whenReady(program, out);
        out.println();
        out.println("Sign in there as one of");
        Demo.PEOPLE.forEach(person -> out.printf(
                "  %-8s %-22s %-20s %s%n",
                person.name(),
                person.email(),
                open.contains(person) ? person.password() : "(changed since)",
                person.does()));
        out.println();
        out.println("The API is described at " + program.url() + "/docs. Stop with Ctrl-C.");
        out.flush();
    }
}
