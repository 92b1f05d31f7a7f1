package dev.holdfast.server.run;

import dev.holdfast.embedded.EmbeddedException;
import java.net.ConnectException;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.web.server.PortInUseException;

/** Turns what a start threw into words for the person who started it. */
final class Explanation {
    private Explanation() {}

    /** The reason in a person's words; the cause keeps the whole story. */
    static StartFailure of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String words = words(cause);
            if (words != null) {
                return cause instanceof StartFailure known ? known : new StartFailure(words, failure);
            }
        }
        Throwable root = root(failure);
        return new StartFailure(root.getClass().getSimpleName() + ": " + root.getMessage(), failure, true);
    }

    private static @Nullable String words(Throwable cause) {
        return switch (cause) {
            case StartFailure known -> known.getMessage();
            case EmbeddedException embedded -> embedded.getMessage();
            case PortInUseException port -> "Port " + port.getPort() + " is taken. Choose another with --port.";
            case BindException bind -> unusable(bind);
            case ConfigurationPropertiesBindException bind ->
                bind.getCause() instanceof BindException ? null : "The settings " + bind.getMessage();
            case IllegalArgumentException setting
            when isAboutASetting(setting) -> "The settings can't be used: " + setting.getMessage() + ".";
            case SQLException sql -> sql(sql);
            case FlywayException flyway
            when !(root(flyway) instanceof SQLException) ->
                "The database's schema can't be brought up to date: " + flyway.getMessage();
            default -> null;
        };
    }

    /** What a part threw that looked at its settings while it was put together. */
    private static boolean isAboutASetting(IllegalArgumentException failure) {
        return failure.getMessage() != null && failure.getMessage().startsWith("holdfast.");
    }

    private static String unusable(BindException bind) {
        ConfigurationProperty property = bind.getProperty();
        Throwable root = root(bind);
        String reason = root.equals(bind) ? "it can't be read" : String.valueOf(root.getMessage());
        if (property == null) {
            return "The settings " + bind.getName() + ".* can't be used: " + reason;
        }
        String value = String.valueOf(property.getValue());
        String shown = Settings.shown(property.getName().toString(), "'" + value + "'");
        // What a reader of addresses complains about is the value itself.
        return "The setting " + property.getName() + " can't be used (it is " + shown + "): "
                + (value.isEmpty() ? reason : reason.replace(value, shown));
    }

    private static String sql(SQLException e) {
        if (root(e) instanceof ConnectException) {
            return "PostgreSQL can't be reached: " + e.getMessage() + " Look at holdfast.db.url, or start it.";
        }
        return "PostgreSQL refused: " + e.getMessage();
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
