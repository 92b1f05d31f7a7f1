package dev.holdfast.platform.ai.gateway;

import static dev.holdfast.platform.ai.AiFixture.ANN;
import static dev.holdfast.platform.ai.AiFixture.BOB;
import static dev.holdfast.platform.ai.AiFixture.SPACE;
import static dev.holdfast.platform.ai.AiFixture.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.ai.AiFixture;
import dev.holdfast.platform.ai.Prompt.Document;
import dev.holdfast.testkit.ai.AnthropicServer;
import dev.holdfast.testkit.ai.Behaviour;
import dev.holdfast.testkit.ai.Behaviour.Answer;
import dev.holdfast.testkit.ai.OpenAiServer;
import dev.holdfast.testkit.ai.ProviderServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Bean;

class AiGatewayTest {

    private static final List<Duration> PAUSES = new CopyOnWriteArrayList<>();
    private static final String NOTES = "Held fast. The anchor of the boat weighs twelve kilograms. The sail is red.";

    private final OpenAiServer openAi = new OpenAiServer();
    private final AnthropicServer anthropic = new AnthropicServer();
    private @Nullable AiFixture fixture;

    static class NoWaiting {

        @Bean
        Pause pause() {
            return PAUSES::add;
        }
    }

    @AfterEach
    void stop() {
        if (fixture != null) {
            fixture.close();
        }
        openAi.close();
        anthropic.close();
        PAUSES.clear();
    }

    @Test
    void answersAndCounts() {
        openAi.answer(Answer.of(1000, 200, "Twelve ", "kilograms."));
        var answer = boot().generate(person(ANN), asks("openai", SPACE));
        assertThat(answer.text()).isEqualTo("Twelve kilograms.");
        assertThat(answer.model()).isEqualTo("gpt-4.1-mini");
        assertThat(answer.usage().costUsd().toPlainString()).isEqualTo("0.00072");
        assertThat(answer.usage().inputTokens()).isEqualTo(1000);
        assertThat(usage()).containsExactly(ANN + " openai gpt-4.1-mini 1 0 1000 200 720");
        assertThat(fixture().rows("select count(*) from platform.ai_reservations"))
                .containsExactly("0");
    }

    @Test
    void answersWithoutAnyProvider() {
        var answer = boot().generate(person(ANN), asks(null, null));
        assertThat(answer.provider()).isEqualTo("local");
        assertThat(answer.text())
                .startsWith("No language model is behind this answer.")
                .contains("- The anchor of the boat weighs twelve kilograms. (Boat)");
        assertThat(answer.usage().costUsd()).isEqualByComparingTo("0");
        assertThat(usage()).hasSize(1).allSatisfy(row -> assertThat(row).contains("local extractive 1 0"));
    }

    @Test
    void streams() {
        openAi.answer(Answer.of(10, 2, "Twelve ", "kilograms."));
        Heard heard = new Heard();
        boot().stream(person(ANN), asks("openai", null), heard);
        assertThat(heard.events).containsExactly("Twelve ", "kilograms.", "done gpt-4.1-mini 10 2 0.000008");
    }

    @Test
    void triesAgainAndHonoursTheWait() {
        openAi.next(Behaviour.Error.of(500), new Behaviour.Error(429, null, 7));
        boot().generate(person(ANN), asks("openai", null));
        assertThat(PAUSES).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(7));
        assertThat(openAi.requests()).isEqualTo(3);
        assertThat(usage()).as("errors cost nothing").containsExactly(ANN + " openai gpt-4.1-mini 1 0 12 5 13");
    }

    @ParameterizedTest
    @CsvSource({
        "400,PROVIDER_FAILED,1,",
        "401,PROVIDER_FAILED,1,",
        "404,INVALID,1,",
        "413,INVALID,1,",
        "429,AI_UNAVAILABLE,3,10",
        "500,AI_UNAVAILABLE,3,10",
        "504,PROVIDER_TIMEOUT,3,"
    })
    void mapsFailures(int status, Code code, int requests, @Nullable String retryAfter) {
        openAi.next(Behaviour.Error.of(status), Behaviour.Error.of(status), Behaviour.Error.of(status));
        Problem problem = problem(boot(), asks("openai", null));
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.detail()).doesNotContain(ProviderServer.KEY).doesNotContain("what the provider says");
        assertThat(problem.headers().get("Retry-After")).isEqualTo(retryAfter);
        assertThat(openAi.requests()).isEqualTo(requests);
        assertThat(usage()).isEmpty();
    }

    @Test
    void waitsNoLongerThanThereIsTime() {
        openAi.next(new Behaviour.Error(429, null, 3600));
        Problem problem = problem(boot(), asks("openai", null));
        assertThat(problem.headers()).containsEntry("Retry-After", "3600");
        assertThat(PAUSES).isEmpty();
    }

    @Test
    void asksTheNextProvider() {
        openAi.next(Behaviour.Error.of(401));
        anthropic.answer(Answer.of(10, 2, "Twelve."));
        var answer =
                boot(Map.of("holdfast.ai.fallback", "anthropic,local")).generate(person(ANN), asks("openai", null));
        assertThat(answer.provider()).isEqualTo("anthropic");
        assertThat(answer.model()).isEqualTo("claude-haiku-4-5");
        openAi.next(new Behaviour.Error(400, "content_policy_violation", null));
        assertThat(problem(gateway(), asks("openai", null)).code()).isEqualTo(Code.CONTENT_REFUSED);
    }

    @Test
    void asksNobodyElseOnceAPieceIsOut() {
        openAi.next(new Behaviour.CutOff(1));
        Heard heard = new Heard();
        boot(Map.of("holdfast.ai.fallback", "anthropic")).stream(person(ANN), asks("openai", null), heard);
        assertThat(heard.events).containsExactly("Hold ", "error PROVIDER_FAILED");
        assertThat(openAi.requests()).isEqualTo(1);
        assertThat(anthropic.requests()).isZero();
        assertThat(fixture().rows("select calls, uncounted from platform.ai_usage"))
                .as("at its most")
                .containsExactly("1 1");
    }

    @Test
    void triesAStreamAgainThatBrokeBeforeItsFirstPiece() {
        openAi.next(new Behaviour.CutOff(0));
        Heard heard = new Heard();
        boot().stream(person(ANN), asks("openai", null), heard);
        assertThat(heard.events).hasSize(4).last().asString().startsWith("done");
        assertThat(fixture().rows("select calls, uncounted from platform.ai_usage"))
                .containsExactly("2 1");
    }

    @Test
    void settlesWhenTheListenerIsGone() {
        IllegalStateException gone = new IllegalStateException("gone");
        AnswerListener leaver = new Heard() {
            @Override
            public void delta(String text) {
                throw gone;
            }
        };
        AiGateway gateway = boot();
        assertThat(catchThrowableOfType(
                        IllegalStateException.class, () -> gateway.stream(person(ANN), asks("openai", null), leaver)))
                .isSameAs(gone);
        assertThat(fixture().rows("select sum(reserved_micros) from platform.ai_budgets"))
                .containsExactly("0");
    }

    @Test
    void keepsToBudgets() {
        AiGateway gateway = boot(Map.of("holdfast.ai.budget.user-usd-per-day", "0.000001"));
        assertThat(problem(gateway, asks("openai", null)).code()).isEqualTo(Code.BUDGET_EXCEEDED);
        assertThat(openAi.requests()).isZero();
        assertThat(gateway.generate(person(ANN), asks("local", null)).text()).isNotEmpty();
    }

    @Test
    void keepsToTheRate() {
        AiGateway gateway = boot();
        fixture().clock().hold();
        for (int i = 0; i < 20; i++) {
            gateway.generate(person(ANN), asks("local", null));
        }
        Problem problem = problem(gateway, asks("local", null));
        assertThat(problem.code()).isEqualTo(Code.RATE_LIMITED);
        assertThat(problem.headers().get("Retry-After")).isIn("1", "2", "3");
        gateway.generate(person(BOB), asks("local", null));
        fixture().clock().advance(Duration.ofMinutes(1));
        gateway.generate(person(ANN), asks("local", null));
    }

    @Test
    void refusesWhatBreaksARule() {
        AiGateway gateway = boot(Map.of("holdfast.ai.anthropic.api-key", ""));
        List<Document> many = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            many.add(new Document("t", "x".repeat(10_000)));
        }
        Map<GenerateRequest, Code> wrong = Map.of(
                new GenerateRequest("nobody", null, "q", List.of(), null, null),
                Code.INVALID,
                new GenerateRequest("openai", "gpt-1", "q", List.of(), null, null),
                Code.INVALID,
                new GenerateRequest("anthropic", null, "q", List.of(), null, null),
                Code.AI_UNAVAILABLE,
                new GenerateRequest(null, null, " ", List.of(), null, null),
                Code.INVALID,
                new GenerateRequest(null, null, "x".repeat(20_001), List.of(), null, null),
                Code.INVALID,
                new GenerateRequest(null, null, "q\0", List.of(), null, null),
                Code.INVALID,
                new GenerateRequest(null, null, "q", List.of(), null, 0),
                Code.INVALID,
                new GenerateRequest(
                        null, null, "q", List.of(), UUID.fromString("00000000-0000-7000-8000-00000000ffff"), null),
                Code.NOT_FOUND,
                new GenerateRequest(null, null, "q", many, null, null),
                Code.INVALID);
        wrong.forEach((request, code) -> assertThat(problem(gateway, request).code())
                .as(request.toString())
                .isEqualTo(code));
        assertThat(problem(gateway, new GenerateRequest(null, null, "q", many, null, null))
                        .errors())
                .extracting(error -> error.field() + " " + error.message())
                .containsExactly(
                        "contextIds must name at most 20 documents, names 21",
                        "contextIds must name documents of at most 200000 bytes together, names 210021");
        Problem anonymous = catchThrowableOfType(
                Problem.class, () -> gateway.generate(Actor.anonymous(new Origin("", "", "")), asks(null, null)));
        assertThat(anonymous.code()).isEqualTo(Code.UNAUTHENTICATED);
        assertThat(usage()).isEmpty();
    }

    private AiGateway boot() {
        return boot(Map.of());
    }

    private AiGateway boot(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "holdfast.ai.openai.api-key",
                ProviderServer.KEY,
                "holdfast.ai.openai.base-url",
                openAi.baseUrl().toString(),
                "holdfast.ai.anthropic.api-key",
                ProviderServer.KEY,
                "holdfast.ai.anthropic.base-url",
                anthropic.baseUrl().toString()));
        settings.putAll(more);
        fixture = new AiFixture(settings, NoWaiting.class);
        return gateway();
    }

    private AiGateway gateway() {
        return fixture().bean(AiGateway.class);
    }

    private AiFixture fixture() {
        return Objects.requireNonNull(fixture);
    }

    private List<String> usage() {
        return fixture().rows("""
                select account_id, provider, model, calls, uncounted, input_tokens, output_tokens, cost_micros from platform.ai_usage
                """);
    }

    private static GenerateRequest asks(@Nullable String provider, @Nullable UUID space) {
        return new GenerateRequest(
                provider, null, "What does the anchor weigh?", List.of(new Document("Boat", NOTES)), space, null);
    }

    private static Problem problem(AiGateway gateway, GenerateRequest request) {
        Problem problem = catchThrowableOfType(Problem.class, () -> gateway.generate(person(ANN), request));
        assertThat(problem).as(request.toString()).isNotNull();
        return problem;
    }

    private static class Heard implements AnswerListener {

        final List<String> events = new ArrayList<>();

        @Override
        public void delta(String text) {
            events.add(text);
        }

        @Override
        public void done(dev.holdfast.platform.ai.gateway.Answer answer) {
            events.add("done " + answer.model() + " " + answer.usage().inputTokens() + " "
                    + answer.usage().outputTokens() + " "
                    + answer.usage().costUsd().toPlainString());
        }

        @Override
        public void error(Problem problem) {
            events.add("error " + problem.code());
        }
    }
}
