package dev.holdfast.platform.mail;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.Cursor;
import dev.holdfast.platform.http.Limit;
import dev.holdfast.platform.http.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The outbox over HTTP, for administrators. */
@RestController
final class OutboxController {
    private final Messages messages;

    OutboxController(Messages messages) {
        this.messages = messages;
    }

    /** The e-mails that were sent or wait, newest first. */
    @GetMapping("/api/outbox")
    @Access(Access.Rule.ADMIN)
    Page<Message> list(
            Actor actor,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        int most = Limit.parse(limit);
        Cursor.Question question = Cursor.question("outbox");
        Cursor at = question.read(cursor);
        List<Message> rows = at == null
                ? messages.list(actor, null, null, most + 1)
                : messages.list(actor, at.instant(0), at.uuid(1), most + 1);
        return Page.of(rows, most, last -> question.after(last.at(), last.id()));
    }
}
