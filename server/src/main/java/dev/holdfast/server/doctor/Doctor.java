package dev.holdfast.server.doctor;

import dev.holdfast.server.run.Settings;
import java.util.List;
import java.util.function.Consumer;

/** Asks one part after the other. */
public final class Doctor {
    private Doctor() {}

    /** Looks at something and says what it found. What it throws counts as a problem of its part. */
    interface Check {
        /** What it looks at, in a word. */
        String part();

        void look(Settings settings, Consumer<Finding> say);
    }

    /** Looks at everything; each finding is handed over when it is known. */
    public static void look(Settings settings, Consumer<Finding> say) {
        for (Check check : List.of(
                new MachineCheck(),
                new MasterKeyCheck(),
                new DatabaseCheck(),
                new ObjectsCheck(),
                new MailCheck(),
                new RedisCheck(),
                new ModelsCheck(),
                new ProgramCheck())) {
            try {
                check.look(settings, say);
            } catch (RuntimeException e) {
                say.accept(Finding.problem(check.part(), reason(e)));
            }
        }
    }

    /** The innermost reason, which is the one that names what happened. */
    static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null
                ? root.getClass().getSimpleName()
                : root.getMessage().lines().findFirst().orElse("");
    }
}
