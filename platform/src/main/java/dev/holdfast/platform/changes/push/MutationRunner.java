package dev.holdfast.platform.changes.push;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.changes.RecordSources;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.http.ProblemBody;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Carries out one mutation and remembers what became of it. */
@Component
final class MutationRunner {
    private static final Logger log = LoggerFactory.getLogger(MutationRunner.class);
    private static final TypeReference<Map<String, Object>> RESULT = new TypeReference<>() {};
    private static final int RESULT_LENGTH_MAX = 256 * 1024;
    private static final String INSTANCE = "/api/sync/push";
    private static final int ENTITY_LENGTH_MAX = 40;

    private final Transactions transactions;
    private final MutationStore store;
    private final RecordSources sources;
    private final JsonMapper json;
    private final Map<String, MutationTarget> targets = new HashMap<>();

    MutationRunner(
            Transactions transactions,
            MutationStore store,
            RecordSources sources,
            JsonMapper json,
            ObjectProvider<MutationTarget> targets) {
        this.transactions = transactions;
        this.store = store;
        this.sources = sources;
        this.json = json;
        targets.forEach(target -> {
            if (this.targets.put(target.entity(), target) != null) {
                throw new IllegalStateException("the kind " + target.entity() + " has two targets of mutations");
            }
        });
    }

    /** Rolls back what a mutation did, and carries what it is answered. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Outcome outcome;

        Undone(Outcome outcome) {
            super(outcome.status, null, false, false);
            this.outcome = outcome;
        }
    }

    /**
     * How a mutation ended.
     *
     * @param lasting whether the same mutation will be answered the same
     */
    private record Outcome(String status, @Nullable String etag, Map<String, Object> result, boolean lasting) {}

    /** A mutation with what was sent, as a hash. */
    record Hashed(QueuedMutation mutation, byte[] hash) {}

    /**
     * Carries out mutations that follow each other in one transaction, to spare most of the way to the database and back and all commits
     * but one. Answers their results; nothing, with nothing done, unless each of them is new and was applied: then each must be run for
     * itself.
     */
    Optional<List<Map<String, Object>>> together(Actor actor, List<Hashed> batch) {
        try {
            return Optional.of(transactions.write(actor, tx -> all(tx, batch)));
        } catch (Undone | PessimisticLockingFailureException e) {
            log.debug("{} mutations are carried out one by one", batch.size(), e);
            return Optional.empty();
        }
    }

    private List<Map<String, Object>> all(Tx tx, List<Hashed> batch) {
        Map<String, MutationStore.Remembered> done = new LinkedHashMap<>();
        List<Map<String, Object>> results = new ArrayList<>();
        for (Hashed each : batch) {
            QueuedMutation queued = each.mutation();
            Outcome outcome = attempt(tx, queued, done);
            if (!outcome.status().equals("applied")
                    || done.put(id(queued), remembered(queued, each.hash(), outcome)) != null) {
                throw new Undone(outcome);
            }
            results.add(outcome.result());
        }
        // Whoever carries out one of them meanwhile is waited for here; that one's answer counts then, and all of this
        // is undone.
        if (store.add(List.copyOf(done.values()), tx.now()) < batch.size()) {
            throw new Undone(new Outcome("known", null, Map.of(), false));
        }
        return results;
    }

    /** The result as the client gets it. Throws only what isn't the mutation's fault: the database, the session. */
    Map<String, Object> run(Actor actor, QueuedMutation queued, byte[] hash) {
        try {
            return transactions.write(actor, tx -> once(tx, queued, hash));
        } catch (Undone undone) {
            if (undone.outcome.lasting()) {
                return transactions.write(
                        actor,
                        tx -> begin(tx, queued, hash) ? remember(queued, undone.outcome) : replay(tx, queued, hash));
            }
            return undone.outcome.result();
        }
    }

    private Map<String, Object> once(Tx tx, QueuedMutation queued, byte[] hash) {
        if (!begin(tx, queued, hash)) {
            return replay(tx, queued, hash);
        }
        Outcome outcome = attempt(tx, queued, Map.of());
        if (!outcome.status().equals("applied")) {
            throw new Undone(outcome);
        }
        return remember(queued, outcome);
    }

    /** {@code done}: what this transaction has carried out before and not stored yet, by mutation. */
    private Outcome attempt(Tx tx, QueuedMutation queued, Map<String, MutationStore.Remembered> done) {
        try {
            Mutation mutation = queued.checked();
            MutationTarget target = targets.get(mutation.entity());
            if (target == null) {
                throw Problem.invalid("entity", "'" + mutation.entity() + "' can't be written here");
            }
            String baseMutation = queued.baseMutationId();
            if (baseMutation != null) {
                MutationStore.Remembered base = Optional.ofNullable(done.get(baseMutation))
                        .or(() -> store.find(baseMutation))
                        .filter(found -> found.entity().equals(mutation.entity())
                                && mutation.id().equals(found.record()))
                        .orElseThrow(
                                () -> Problem.invalid("baseMutationId", "names no earlier mutation of this record"));
                if (!base.status().equals("applied")) {
                    return conflict(tx, queued, mutation);
                }
                return outcome(queued, target.apply(tx, onTopOf(mutation, base.etag())));
            }
            return outcome(queued, target.apply(tx, mutation));
        } catch (Problem problem) {
            return rejected(queued, problem);
        } catch (DataIntegrityViolationException e) {
            log.warn("A rule of the schema refused a mutation that the code had let through", e);
            return rejected(queued, new Problem(Code.CONFLICT, "This collides with what is stored."));
        } catch (TransientDataAccessException | NonTransientDataAccessResourceException e) {
            throw e;
        } catch (RuntimeException e) {
            log.error("Unforeseen failure of a mutation of {}", queued.entity(), e);
            return rejected(queued, new Problem(Code.INTERNAL, "This is our fault. Nothing was done."));
        }
    }

    private static Mutation onTopOf(Mutation mutation, @Nullable String etag) {
        return new Mutation(
                mutation.mutationId(),
                mutation.entity(),
                mutation.operation(),
                mutation.id(),
                mutation.space(),
                etag,
                mutation.data(),
                mutation.base(),
                mutation.resolution());
    }

    private Outcome outcome(QueuedMutation queued, MutationResult result) {
        String status = result.status() == MutationResult.Status.APPLIED ? "applied" : "conflict";
        Map<String, Object> shown = begun(queued, status);
        if (result.etag() != null) {
            shown.put("etag", result.etag());
        }
        shown.putAll(result.members());
        return new Outcome(status, result.etag(), shown, true);
    }

    private Outcome conflict(Tx tx, QueuedMutation queued, Mutation mutation) {
        Map<String, Object> shown = begun(queued, "conflict");
        Object current = current(tx, mutation.entity(), mutation.id());
        if (current != null) {
            shown.put("current", current);
        }
        return new Outcome("conflict", null, shown, true);
    }

    private Outcome rejected(QueuedMutation queued, Problem problem) {
        if (problem.code() == Code.STALE) {
            Map<String, Object> shown = begun(queued, "conflict");
            shown.putAll(problem.extensions());
            return new Outcome("conflict", null, shown, true);
        }
        int status = problem.code().status();
        Map<String, Object> shown = begun(queued, "rejected");
        shown.put("problem", ProblemBody.of(problem, INSTANCE));
        return new Outcome("rejected", null, shown, status != 401 && status != 429 && status < 500);
    }

    private boolean begin(Tx tx, QueuedMutation queued, byte[] hash) {
        return store.begin(id(queued), hash, entity(queued), record(queued), tx.now());
    }

    private Map<String, Object> remember(QueuedMutation queued, Outcome outcome) {
        store.end(remembered(queued, new byte[0], outcome));
        return outcome.result();
    }

    private MutationStore.Remembered remembered(QueuedMutation queued, byte[] hash, Outcome outcome) {
        String text = json.writeValueAsString(outcome.result());
        boolean slim = text.length() > RESULT_LENGTH_MAX;
        if (slim) {
            Map<String, Object> less = new LinkedHashMap<>(outcome.result());
            less.keySet().retainAll(List.of("mutationId", "status", "etag", "problem"));
            text = json.writeValueAsString(less);
        }
        return new MutationStore.Remembered(
                id(queued), hash, outcome.status(), entity(queued), record(queued), outcome.etag(), text, slim);
    }

    private Map<String, Object> replay(Tx tx, QueuedMutation queued, byte[] hash) {
        MutationStore.Remembered known = store.find(id(queued)).orElseThrow();
        if (!Arrays.equals(known.hash(), hash)) {
            Problem problem = new Problem(Code.IDEMPOTENCY_MISMATCH, "The mutationId was used for another mutation.");
            return rejected(queued, problem).result();
        }
        Map<String, Object> result = new LinkedHashMap<>(json.readValue(known.result(), RESULT));
        UUID record = known.record();
        if (known.slim() && record != null) {
            Object current = current(tx, known.entity(), record);
            if (current != null) {
                result.put("current", current);
            }
        }
        return result;
    }

    private @Nullable Object current(Tx tx, String entity, UUID id) {
        return sources.of(entity)
                .filter(source -> !source.idsRepeat())
                .<Object>map(source -> source.load(tx, List.of(id)).get(id))
                .orElse(null);
    }

    private static Map<String, Object> begun(QueuedMutation queued, String status) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("mutationId", id(queued));
        result.put("status", status);
        return result;
    }

    private static String id(QueuedMutation queued) {
        String id = queued.mutationId();
        return id == null ? "" : id;
    }

    private static String entity(QueuedMutation queued) {
        String entity = queued.entity();
        if (entity == null || entity.indexOf('\0') >= 0) {
            return "";
        }
        return entity.length() > ENTITY_LENGTH_MAX ? entity.substring(0, ENTITY_LENGTH_MAX) : entity;
    }

    private static @Nullable UUID record(QueuedMutation queued) {
        try {
            String id = queued.id();
            return id == null ? null : UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
