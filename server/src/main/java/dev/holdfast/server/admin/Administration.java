package dev.holdfast.server.admin;

import dev.holdfast.platform.identity.Administrators;
import dev.holdfast.server.run.DatabaseAccess;
import dev.holdfast.server.run.Program;
import dev.holdfast.server.run.Settings;
import java.time.InstantSource;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Grants and takes away administration, straight in the database; what is done is in the audit log. */
public final class Administration {
    private Administration() {}

    /** Makes the account an administrator; false when there is no account with that address. */
    public static boolean grant(Settings settings, String email) {
        return with(settings, administrators -> administrators.grant(email));
    }

    /** Takes it away; false when there is no account with that address. */
    public static boolean revoke(Settings settings, String email) {
        return with(settings, administrators -> administrators.revoke(email));
    }

    private static boolean with(Settings settings, Predicate<Administrators> work) {
        try (DatabaseAccess database = DatabaseAccess.open(settings);
                ConfigurableApplicationContext context = new SpringApplicationBuilder(AdministratorsConfiguration.class)
                        .environment(database.settings().environment())
                        .web(WebApplicationType.NONE)
                        .bannerMode(Banner.Mode.OFF)
                        .registerShutdownHook(false)
                        .initializers(each -> ((GenericApplicationContext) each)
                                .registerBean(InstantSource.class, (Supplier<InstantSource>) Program::systemClock))
                        .run()) {
            return work.test(context.getBean(Administrators.class));
        }
    }
}
