package dev.holdfast.platform.ai.gateway;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.ai.AiSettings;
import dev.holdfast.platform.ai.Prompt;
import dev.holdfast.platform.ai.Prompt.Document;
import dev.holdfast.platform.ai.TextModel;
import dev.holdfast.platform.ai.budget.Budgets;
import dev.holdfast.platform.http.RateLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Puts a person's question to a model.
 *
 * <p>Both ways of asking throw the same problems before anything is answered: INVALID (values, an unknown provider or model, a prompt
 * too long), NOT_FOUND (the space), RATE_LIMITED and BUDGET_EXCEEDED (429), AI_UNAVAILABLE (503: no key, or nobody answers; with
 * {@code Retry-After} where waiting helps), PROVIDER_FAILED (502), PROVIDER_TIMEOUT (504), CONTENT_REFUSED (422). They block for as
 * long as {@code holdfast.ai.total-time}: use a virtual thread, and no open transaction.
 */
@Service
public class AiGateway {

    /** The rate limit on a person's questions, by account. */
    public static final String RATE = "ai-generate";

    private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

    private final Providers providers;
    private final AiSettings settings;
    private final Budgets budgets;
    private final RateLimits limits;
    private final Pause pause;
    private final InstantSource clock;
    private final AtomicReference<Instant> swept = new AtomicReference<>(Instant.EPOCH);

    AiGateway(
            Providers providers,
            AiSettings settings,
            Budgets budgets,
            RateLimits limits,
            Pause pause,
            InstantSource clock) {
        this.providers = providers;
        this.settings = settings;
        this.budgets = budgets;
        this.limits = limits;
        this.pause = pause;
        this.clock = clock;
    }

    /** Who can be asked, for whoever shows a choice. */
    public List<Provider> providers() {
        return providers.all();
    }

    /** Whether anybody can be asked through this server, be it only the embedded provider. */
    public boolean proxies() {
        return providers.all().stream().anyMatch(Provider::available);
    }

    /** Whether a question may leave this machine, to the provider that is named or to those who are asked in its place. */
    public boolean asksOutside(@Nullable String provider) {
        return providers.outside(provider);
    }

    /** Answers in one piece. */
    public Answer generate(Actor actor, GenerateRequest request) {
        return question(actor, request, null).ask();
    }

    /**
     * Answers piece by piece. What goes wrong before the first piece is thrown, so that it can still be said with a status; what goes
     * wrong later goes to the listener's {@code error}.
     */
    public void stream(Actor actor, GenerateRequest request, AnswerListener listener) {
        Question question = question(actor, request, listener::delta);
        Answer answer;
        try {
            answer = question.ask();
        } catch (Problem e) {
            if (!question.delivered()) {
                throw e;
            }
            listener.error(e);
            return;
        }
        listener.done(answer);
    }

    private Question question(Actor actor, GenerateRequest request, TextModel.@Nullable Deltas deltas) {
        UUID account = actor.requireAccount();
        Prompt prompt = prompt(request);
        int maxOutputTokens = Math.min(
                settings.maxOutputTokens(),
                Objects.requireNonNullElse(request.maxOutputTokens(), settings.maxOutputTokens()));
        List<Providers.Candidate> candidates = providers.candidates(request.provider(), request.model());
        limits.take(RATE, account.toString());
        budgets.requireMember(actor, request.spaceId());
        sweep();
        Question.Asked asked = new Question.Asked(actor, request.spaceId(), prompt, maxOutputTokens, candidates);
        return new Question(asked, settings, budgets, pause, deltas);
    }

    private static Prompt prompt(GenerateRequest request) {
        Fields fields = new Fields();
        fields.name("prompt", request.prompt(), GenerateRequest.PROMPT_LENGTH_MAX);
        if (request.maxOutputTokens() != null && request.maxOutputTokens() < 1) {
            fields.refuse("maxOutputTokens", "must be 1 or more, is " + request.maxOutputTokens());
        }
        if (request.context().size() > GenerateRequest.DOCUMENTS_MAX) {
            fields.refuse(
                    "contextIds",
                    "must name at most " + GenerateRequest.DOCUMENTS_MAX + " documents, names "
                            + request.context().size());
        }
        long bytes = request.context().stream().mapToLong(Document::bytes).sum();
        if (bytes > GenerateRequest.DOCUMENTS_BYTES_MAX) {
            fields.refuse(
                    "contextIds",
                    "must name documents of at most " + GenerateRequest.DOCUMENTS_BYTES_MAX + " bytes together, names "
                            + bytes);
        }
        fields.orThrow();
        return new Prompt(request.prompt(), request.context());
    }

    /** Reservations of programs that died are settled here, where they could stand in somebody's way. */
    private void sweep() {
        Instant last = swept.get();
        Instant now = clock.instant();
        if (Duration.between(last, now).abs().compareTo(SWEEP_EVERY) >= 0 && swept.compareAndSet(last, now)) {
            budgets.sweep();
        }
    }
}
