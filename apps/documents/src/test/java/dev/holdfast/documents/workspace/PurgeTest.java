package dev.holdfast.documents.workspace;

import static dev.holdfast.documents.DocumentsStage.app;
import static dev.holdfast.documents.DocumentsStage.document;
import static dev.holdfast.documents.DocumentsStage.id;
import static dev.holdfast.documents.DocumentsStage.person;
import static dev.holdfast.documents.DocumentsStage.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.documents.DocumentsStage.Person;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.jobs.Job;
import dev.holdfast.platform.jobs.Jobs;
import dev.holdfast.testkit.Eventually;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PurgeTest {

    @AfterEach
    void realTime() {
        app().clock().reset();
    }

    @Test
    void deletedWorkspacesGoForGoodWhenNobodyCanBringThemBack() throws Exception {
        Person ada = person();
        String workspace = workspace(ada);
        String kept = workspace(ada);
        String document = id(document(ada.client(), workspace, "t", "c"));
        ada.client().post("api/documents/" + document + "/versions", "");
        ada.client().post("api/documents/" + document + "/links", "");
        ada.client().get("api/sync/since");
        ada.client().delete("api/workspaces/" + workspace);
        app().clock().advance(Duration.ofDays(29));
        run();
        assertThat(rows("platform.spaces where id = '" + workspace + "'")).isEqualTo(1);
        app().clock().advance(Duration.ofDays(2));
        assertThat(ada.client()
                        .post("api/workspaces/" + workspace + "/restore", "")
                        .status())
                .isEqualTo(404);
        run();
        assertThat(rows("platform.spaces where id = '" + workspace + "'")).isZero();
        for (String table : new String[] {
            "documents.documents", "documents.versions", "documents.contents", "documents.links", "platform.changes"
        }) {
            assertThat(rows(table + " where space_id = '" + workspace + "'"))
                    .as(table)
                    .isZero();
        }
        assertThat(ada.client().get("api/workspaces/" + kept).status()).isEqualTo(200);
    }

    private static void run() {
        Jobs jobs = app().bean(Jobs.class);
        Actor self = Actor.system("test");
        UUID id = app().bean(Transactions.class)
                .write(self, tx -> jobs.enqueue(tx, PurgeWorkspacesJob.KIND, Map.of(), null, null));
        Eventually.holds("purged", () -> {
            Job job = app().bean(Transactions.class).read(self, tx -> jobs.find(tx, id));
            return job != null && job.status() == Job.Status.COMPLETED;
        });
    }

    private static int rows(String from) throws Exception {
        try (Connection owner = app().database().owner();
                Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from " + from)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
