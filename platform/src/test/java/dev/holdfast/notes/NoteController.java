package dev.holdfast.notes;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.http.Access;
import java.util.UUID;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Notes over HTTP. */
@RestController
final class NoteController {
    private final Notes notes;

    NoteController(Notes notes) {
        this.notes = notes;
    }

    record Text(String text, long pauseMillis) {}

    @Access(Access.Rule.ACCOUNT)
    @PutMapping("/api/notes/{space}/{id}")
    Note put(Actor actor, @PathVariable UUID space, @PathVariable UUID id, @RequestBody Text text) {
        return notes.put(actor, space, id, text.text(), text.pauseMillis());
    }

    @Access(Access.Rule.ACCOUNT)
    @DeleteMapping("/api/notes/{space}/{id}")
    Note delete(Actor actor, @PathVariable UUID space, @PathVariable UUID id, @RequestParam long pauseMillis) {
        return notes.delete(actor, space, id, pauseMillis);
    }
}
