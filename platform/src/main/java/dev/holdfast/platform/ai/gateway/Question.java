package dev.holdfast.platform.ai.gateway;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.ai.AiSettings;
import dev.holdfast.platform.ai.Failure;
import dev.holdfast.platform.ai.Generation;
import dev.holdfast.platform.ai.ModelException;
import dev.holdfast.platform.ai.Options;
import dev.holdfast.platform.ai.Prompt;
import dev.holdfast.platform.ai.TextModel;
import dev.holdfast.platform.ai.Tokens;
import dev.holdfast.platform.ai.budget.Budgets;
import dev.holdfast.platform.ai.budget.Reservation;
import dev.holdfast.platform.ai.budget.Spending;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One question on its way: from provider to provider, attempt by attempt, each attempt reserved and settled by itself, because each may
 * cost. Nothing is tried again once a piece of an answer was delivered.
 */
final class Question {

    private static final Logger log = LoggerFactory.getLogger(Question.class);

    private final Asked asked;
    private final AiSettings settings;
    private final Budgets budgets;
    private final Pause pause;
    private final TextModel.@Nullable Deltas deltas;
    private final long deadlineNanos;
    private boolean delivered;

    Question(Asked asked, AiSettings settings, Budgets budgets, Pause pause, TextModel.@Nullable Deltas deltas) {
        this.asked = asked;
        this.settings = settings;
        this.budgets = budgets;
        this.pause = pause;
        this.deltas = deltas;
        this.deadlineNanos = System.nanoTime() + settings.totalTime().toNanos();
    }

    /** Whether anybody has seen a piece of an answer. */
    boolean delivered() {
        return delivered;
    }

    /** The answer of the first provider that gives one. Throws the problem of the last one that gave none. */
    Answer ask() {
        Providers.Candidate last = asked.candidates.getLast();
        for (Providers.Candidate candidate : asked.candidates) {
            try {
                return insist(candidate);
            } catch (ModelException e) {
                log.warn(
                        "{} {}: {} ({})",
                        candidate.provider().name(),
                        candidate.model().name(),
                        e.failure(),
                        e.getMessage());
                if (delivered
                        || candidate.equals(last)
                        || !e.failure().worthAnotherProvider()
                        || remaining().isNegative()) {
                    throw Problems.of(candidate.provider().name(), e);
                }
            }
        }
        throw new IllegalStateException("no candidate");
    }

    private Answer insist(Providers.Candidate candidate) {
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(candidate);
            } catch (ModelException e) {
                Duration wait = settings.backoff().multipliedBy(1L << (attempt - 1));
                if (e.retryAfter() != null) {
                    wait = e.retryAfter();
                }
                boolean again = !delivered
                        && e.failure().retryable()
                        && attempt < settings.attempts()
                        && wait.compareTo(remaining()) < 0;
                if (!again || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                rest(wait, e);
            }
        }
    }

    private Answer attempt(Providers.Candidate candidate) {
        Duration limit = remaining();
        if (limit.isNegative() || limit.isZero()) {
            throw ModelException.free(Failure.TIMEOUT, "no time is left for another attempt", null);
        }
        Options options = new Options(candidate.model().name(), asked.maxOutputTokens, limit);
        if (!candidate.provider().paid()) {
            Generation generation = call(candidate.provider().textModel(), options);
            unpaid(candidate, generation);
            return answer(candidate, generation);
        }
        Tokens most = new Tokens(asked.prompt.inputTokensBound(), asked.maxOutputTokens);
        Reservation reservation = budgets.reserve(
                asked.actor, new Spending(asked.space, candidate.provider().name(), candidate.model(), most, limit));
        // Whatever happens from here on, something is settled: at the most, unless somebody says better.
        Tokens spent = null;
        try {
            Generation generation = call(candidate.provider().textModel(), options);
            spent = generation.tokens();
            return answer(candidate, generation);
        } catch (ModelException e) {
            spent = e.spent();
            throw e;
        } finally {
            settle(reservation, spent);
        }
    }

    private Generation call(TextModel model, Options options) {
        TextModel.Deltas taker = deltas;
        if (taker == null) {
            return model.generate(asked.prompt, options);
        }
        return model.stream(asked.prompt, options, text -> {
            delivered = true;
            taker.delta(text);
        });
    }

    /** An answer that is there is given even if it can't be settled: the reservation then expires by itself. */
    private void settle(Reservation reservation, @Nullable Tokens spent) {
        // A virtual thread that is interrupted can't speak to the database.
        boolean interrupted = Thread.interrupted();
        try {
            budgets.settle(reservation, spent);
        } catch (RuntimeException e) {
            log.error("reservation {} couldn't be settled and will expire at its most", reservation.id(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void unpaid(Providers.Candidate candidate, Generation generation) {
        budgets.count(
                asked.actor,
                asked.space,
                candidate.provider().name(),
                candidate.model().name(),
                generation.tokens());
    }

    private static Answer answer(Providers.Candidate candidate, Generation generation) {
        Tokens tokens = generation.tokens();
        Answer.Usage usage = Answer.Usage.of(
                tokens.input(), tokens.output(), candidate.model().costMicros(tokens));
        return new Answer(
                generation.text(),
                candidate.provider().name(),
                candidate.model().name(),
                generation.truncated(),
                usage);
    }

    private void rest(Duration wait, ModelException reason) {
        try {
            pause.pause(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }

    private Duration remaining() {
        return Duration.ofNanos(deadlineNanos - System.nanoTime());
    }

    /**
     * What is asked.
     *
     * @param candidates who to ask in turn; at least one
     */
    record Asked(
            Actor actor,
            @Nullable UUID space,
            Prompt prompt,
            int maxOutputTokens,
            List<Providers.Candidate> candidates) {}
}
