package dev.holdfast.platform.changes.push;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.FieldError;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.changes.sync.Sync;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Carries out what a client queued, one mutation after the other. */
@Service
public final class Push {
    private static final int MUTATIONS_MAX = 500;
    /** Of one transaction: few enough that nobody waits long for the records that it holds. */
    private static final int TOGETHER_MAX = 50;

    private final MutationRunner runner;
    private final Sync sync;
    private final JsonMapper sorted;

    Push(MutationRunner runner, Sync sync, JsonMapper json) {
        this.runner = runner;
        this.sync = sync;
        this.sorted =
                json.rebuild().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();
    }

    /**
     * What became of the mutations, in their order.
     *
     * @param cursor where the feed stood before them
     */
    record Answer(List<Map<String, Object>> results, String cursor) {}

    /**
     * Carries out mutations in their order, each for itself; safe to call again with the same ones. Throws INVALID or TOO_LARGE before
     * anything is done, and what the database or the session fails with, after which earlier mutations may stand.
     */
    Answer push(Actor actor, List<QueuedMutation> mutations) {
        check(mutations);
        String cursor = sync.end(actor);
        List<Map<String, Object>> results = new ArrayList<>();
        for (int at = 0; at < mutations.size(); at += TOGETHER_MAX) {
            List<MutationRunner.Hashed> batch =
                    mutations.subList(at, Math.min(mutations.size(), at + TOGETHER_MAX)).stream()
                            .map(mutation -> new MutationRunner.Hashed(mutation, hash(mutation)))
                            .toList();
            results.addAll(carryOut(actor, batch));
        }
        return new Answer(results, cursor);
    }

    private List<Map<String, Object>> carryOut(Actor actor, List<MutationRunner.Hashed> batch) {
        if (batch.size() > 1) {
            Optional<List<Map<String, Object>>> together = runner.together(actor, batch);
            if (together.isPresent()) {
                return together.get();
            }
        }
        return batch.stream()
                .map(each -> runner.run(actor, each.mutation(), each.hash()))
                .toList();
    }

    private static void check(List<QueuedMutation> mutations) {
        if (mutations.size() > MUTATIONS_MAX) {
            throw new Problem(
                    Code.TOO_LARGE,
                    "A push has at most " + MUTATIONS_MAX + " mutations, this one has " + mutations.size() + ".");
        }
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < mutations.size(); i++) {
            String id = mutations.get(i).mutationId();
            if (id == null
                    || id.isBlank()
                    || id.length() > QueuedMutation.MUTATION_ID_LENGTH_MAX
                    || id.indexOf('\0') >= 0
                    || !StandardCharsets.UTF_8.newEncoder().canEncode(id)) {
                errors.add(new FieldError(
                        "mutations[" + i + "].mutationId",
                        "must have 1 to " + QueuedMutation.MUTATION_ID_LENGTH_MAX
                                + " characters, none of them U+0000"));
            }
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }

    /** What was sent, whatever the order of its fields. */
    private byte[] hash(QueuedMutation mutation) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(sorted.writeValueAsBytes(mutation));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
