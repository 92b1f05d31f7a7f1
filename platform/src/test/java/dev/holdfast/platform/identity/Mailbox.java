package dev.holdfast.platform.identity;

import dev.holdfast.platform.secrets.Sealer;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What was mailed to somebody, read where it waits. */
public final class Mailbox {
    private Mailbox() {}

    /** The subjects of what was mailed, oldest first. */
    public static List<String> subjects(TestApp app, String to) {
        return all(app, to).stream().map(mail -> mail.get("subject").asString()).toList();
    }

    /** The token of the last link that was mailed. */
    public static String token(TestApp app, String to) {
        String text = all(app, to).stream()
                .map(mail -> mail.get("text").asString())
                .filter(mail -> mail.contains("#token="))
                .reduce((a, b) -> b)
                .orElseThrow();
        return text.substring(text.indexOf("#token=") + "#token=".length())
                .lines()
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> all(TestApp app, String to) {
        List<JsonNode> mails = new ArrayList<>();
        try (var connection = app.database().owner();
                var statement = connection.prepareStatement(
                        "select id, sealed from platform.outbox where recipient = ? order by at, id")) {
            statement.setString(1, to);
            var rows = statement.executeQuery();
            while (rows.next()) {
                byte[] plain = app.bean(Sealer.class).open(rows.getBytes(2), "outbox:" + rows.getString(1));
                mails.add(TestClient.JSON.readTree(plain));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return mails;
    }
}
