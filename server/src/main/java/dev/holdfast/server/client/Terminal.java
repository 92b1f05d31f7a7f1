package dev.holdfast.server.client;

import java.io.Console;
import java.util.Optional;

/** Asks the person in front of the terminal. */
public interface Terminal {

    /** Where nobody sits. */
    Terminal NOBODY = new Terminal() {
        @Override
        public Optional<String> ask(String question) {
            return Optional.empty();
        }

        @Override
        public Optional<String> askSecret(String question) {
            return Optional.empty();
        }
    };

    /** A line, as it is typed; empty where nobody can be asked. */
    Optional<String> ask(String question);

    /** A line that isn't shown while it is typed; empty where nobody can be asked. */
    Optional<String> askSecret(String question);

    /** The terminal of this process; asks nobody when there is none. */
    static Terminal system() {
        Console console = System.console();
        return console == null || !console.isTerminal() ? NOBODY : of(console);
    }

    private static Terminal of(Console console) {
        return new Terminal() {
            @Override
            public Optional<String> ask(String question) {
                return Optional.ofNullable(console.readLine("%s", question));
            }

            @Override
            public Optional<String> askSecret(String question) {
                return Optional.ofNullable(console.readPassword("%s", question)).map(String::new);
            }
        };
    }
}
