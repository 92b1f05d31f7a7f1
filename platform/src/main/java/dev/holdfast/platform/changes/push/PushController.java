package dev.holdfast.platform.changes.push;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.BodyMax;
import dev.holdfast.platform.http.openapi.Required;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Pushing, for clients. */
@RestController
final class PushController {
    private static final int BODY_BYTES_MAX = 10 << 20;

    private final Push push;

    PushController(Push push) {
        this.push = push;
    }

    /** What a client queued. */
    record Queue(@Required @Nullable List<@Nullable QueuedMutation> mutations) {}

    /** Takes queued mutations, each answered by itself and done once however often it is sent. */
    @Access(value = Access.Rule.ACCOUNT, scope = "sync:write")
    @BodyMax(BODY_BYTES_MAX)
    @PostMapping("/api/sync/push")
    Push.Answer push(Actor actor, @RequestBody Queue queue) {
        List<@Nullable QueuedMutation> mutations = queue.mutations();
        if (mutations == null) {
            throw Problem.invalid("mutations", "is required");
        }
        List<QueuedMutation> checked = new ArrayList<>();
        for (QueuedMutation mutation : mutations) {
            if (mutation == null) {
                throw Problem.invalid("mutations[" + checked.size() + "]", "must not be null");
            }
            checked.add(mutation);
        }
        return push.push(actor, checked);
    }
}
