package dev.holdfast.platform.ai.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.holdfast.platform.ai.ApiKey;
import dev.holdfast.platform.ai.Failure;
import dev.holdfast.platform.ai.Generation;
import dev.holdfast.platform.ai.ModelException;
import dev.holdfast.platform.ai.Options;
import dev.holdfast.platform.ai.PricedModel;
import dev.holdfast.platform.ai.Prompt;
import dev.holdfast.platform.ai.TextModel;
import dev.holdfast.platform.ai.Tokens;
import dev.holdfast.platform.ai.provider.wire.HttpSettings;
import dev.holdfast.testkit.ai.Behaviour;
import dev.holdfast.testkit.ai.Behaviour.Answer;
import dev.holdfast.testkit.ai.Behaviour.End;
import dev.holdfast.testkit.ai.ProviderServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/** What every remote provider promises, asked of a server that speaks like it. */
abstract class ProviderContract {

    static final String MARKER = "zebra-marker-4711";
    private static final Prompt PROMPT = new Prompt(
            "What of " + MARKER + "?", List.of(new Prompt.Document("Notes", "A document with " + MARKER + " in it.")));
    private static final Duration LIMIT = Duration.ofSeconds(20);

    final ProviderServer server = server();
    private RemoteModels models = patience(Duration.ofSeconds(10));
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level level = root.getLevel();

    abstract ProviderServer server();

    abstract TextModel model(RemoteModels models, ApiKey key, URI baseUrl, List<PricedModel> allowed);

    abstract String modelName();

    /** Where the request has the limit on output. */
    abstract int sentLimit();

    @BeforeEach
    void listen() {
        root.setLevel(Level.TRACE);
        ((Logger) LoggerFactory.getLogger("jdk.internal.httpclient")).setLevel(Level.INFO);
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void nothingOfThePromptWasLogged() {
        root.detachAppender(log);
        root.setLevel(level);
        models.close();
        server.close();
        for (ILoggingEvent event : log.list) {
            assertThat(event.getFormattedMessage() + event.getThrowableProxy())
                    .as(event.getLoggerName())
                    .doesNotContain(MARKER)
                    .doesNotContain(ProviderServer.KEY);
        }
    }

    @Test
    void answersInOnePiece() {
        server.answer(Answer.of(123, 45, "Zeb", "ras ", "graze 🦓."));
        Generation generation = model().generate(PROMPT, options());
        assertThat(generation).isEqualTo(new Generation("Zebras graze 🦓.", modelName(), new Tokens(123, 45), false));
        assertThat(server.lastRequest().toString())
                .contains("What of " + MARKER)
                .contains("A document with")
                .contains("Notes");
        assertThat(sentLimit()).isEqualTo(300);
    }

    @Test
    void answersPieceByPiece() {
        server.answer(Answer.of(123, 45, "Zeb", "ras ", "graze 🦓."));
        List<String> pieces = new ArrayList<>();
        Generation generation = model().stream(PROMPT, options(), pieces::add);
        assertThat(pieces).containsExactly("Zeb", "ras ", "graze 🦓.");
        assertThat(generation).isEqualTo(new Generation("Zebras graze 🦓.", modelName(), new Tokens(123, 45), false));
        assertThat(sentLimit()).isEqualTo(300);
    }

    @Test
    void billsHiddenTokens() {
        server.answer(new Answer(List.of("So"), 100, 20, 7, End.STOP));
        assertThat(model().generate(PROMPT, options()).tokens().total()).isEqualTo(127);
        assertThat(model().stream(PROMPT, options(), piece -> {}).tokens().total())
                .isEqualTo(127);
    }

    @Test
    void tellsOfAnAnswerThatReachedTheLimit() {
        server.answer(new Answer(List.of("So"), 100, 300, 0, End.LENGTH));
        assertThat(model().generate(PROMPT, options()).truncated()).isTrue();
        assertThat(model().stream(PROMPT, options(), piece -> {}).truncated()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"DECLINED", "FILTERED"})
    void tellsOfContentThatIsRefused(End end) {
        server.answer(new Answer(List.of("I can't."), 100, 3, 0, end));
        for (boolean stream : List.of(false, true)) {
            ModelException e = failure(stream);
            assertThat(e.failure()).isEqualTo(Failure.REFUSED);
            assertThat(Objects.requireNonNull(e.spent()).input()).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400,REJECTED",
        "401,AUTHENTICATION",
        "403,AUTHENTICATION",
        "404,UNKNOWN_MODEL",
        "408,TIMEOUT",
        "413,TOO_LONG",
        "429,RATE_LIMITED",
        "500,UNAVAILABLE",
        "503,UNAVAILABLE",
        "504,TIMEOUT",
        "529,UNAVAILABLE"
    })
    void mapsErrors(int status, Failure expected) {
        for (boolean stream : List.of(false, true)) {
            server.next(Behaviour.Error.of(status));
            ModelException e = failure(stream);
            assertThat(e.failure()).isEqualTo(expected);
            assertThat(e.spent()).isEqualTo(Tokens.NONE);
            assertThat(e.getMessage()).contains(Integer.toString(status));
        }
        assertThat(server.requests()).as("an attempt is one request").isEqualTo(2);
    }

    @Test
    void tellsHowLongToWait() {
        server.next(new Behaviour.Error(429, null, 17), new Behaviour.Error(529, null, 3));
        assertThat(failure(false).retryAfter()).isEqualTo(Duration.ofSeconds(17));
        assertThat(failure(true).retryAfter()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void tellsOfAnErrorInsideAStream() {
        server.next(new Behaviour.ErrorInside(2));
        List<String> pieces = new ArrayList<>();
        assertThatThrownBy(() -> model().stream(PROMPT, options(), pieces::add))
                .isInstanceOfSatisfying(ModelException.class, e -> {
                    assertThat(e.failure()).isEqualTo(Failure.UNAVAILABLE);
                    assertThat(e.spent()).isNull();
                });
        assertThat(pieces).containsExactly("Hold ", "fast");
    }

    @Test
    void takesNoBrokenStreamForAWholeOne() {
        server.next(
                new Behaviour.CutOff(2),
                new Behaviour.EndsEarly(2),
                new Behaviour.EndsEarly(0),
                new Behaviour.CutOff(0));
        for (int i = 0; i < 4; i++) {
            ModelException e = failure(true);
            assertThat(e.failure()).isEqualTo(Failure.CUT_OFF);
            assertThat(e.spent()).isNull();
        }
    }

    @Test
    void takesNoBrokenBodyForAWholeOne() {
        server.next(new Behaviour.CutOff(40));
        assertThat(failure(false).failure()).isEqualTo(Failure.CUT_OFF);
    }

    @Test
    void givesUpOnSilence() {
        models.close();
        models = patience(Duration.ofMillis(700));
        server.next(new Behaviour.Stalls(0), new Behaviour.Stalls(0), new Behaviour.Stalls(2));
        assertThat(failure(false).failure()).isEqualTo(Failure.TIMEOUT);
        assertThat(failure(true).failure()).isEqualTo(Failure.TIMEOUT);
        ModelException e = failure(true);
        assertThat(e.failure()).isEqualTo(Failure.TIMEOUT);
        assertThat(e.spent()).isNull();
    }

    @Test
    void givesUpAtTheTimeLimit() {
        server.next(new Behaviour.Stalls(2));
        Options hurried = new Options(modelName(), 300, Duration.ofMillis(150));
        assertThatThrownBy(() -> model().stream(PROMPT, hurried, piece -> {}))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.failure()).isEqualTo(Failure.TIMEOUT));
    }

    @Test
    void readsNoGarbage() {
        server.next(new Behaviour.Garbage());
        assertThat(failure(false).failure()).isEqualTo(Failure.UNREADABLE);
    }

    @Test
    void readsNoMoreThanAllowed() {
        server.answer(Answer.of(1, 1, "x".repeat(1_100_000)));
        assertThat(failure(false).failure()).isEqualTo(Failure.UNREADABLE);
        assertThat(failure(true).failure()).isEqualTo(Failure.UNREADABLE);
    }

    @Test
    void endsWhenTheTakerThrows() {
        IllegalStateException gone = new IllegalStateException("the client went away");
        assertThatThrownBy(() -> model().stream(PROMPT, options(), piece -> {
                    throw gone;
                }))
                .isSameAs(gone);
    }

    @Test
    void tellsOfAWrongKeyAndAnUnknownModel() {
        TextModel wrong = model(models, ApiKey.valueOf("sk-wrong"), server.baseUrl(), allowed(modelName()));
        assertThat(catchThrowableOfType(ModelException.class, () -> wrong.generate(PROMPT, options()))
                        .failure())
                .isEqualTo(Failure.AUTHENTICATION);
        Options unknown = new Options("no-such-model", 300, LIMIT);
        assertThat(catchThrowableOfType(ModelException.class, () -> model().generate(PROMPT, unknown))
                        .failure())
                .isEqualTo(Failure.UNKNOWN_MODEL);
    }

    @Test
    void tellsOfAProviderOutOfReach() {
        TextModel nowhere =
                model(models, ApiKey.valueOf("k"), URI.create("http://localhost:1/v1"), allowed(modelName()));
        ModelException e =
                catchThrowableOfType(ModelException.class, () -> nowhere.stream(PROMPT, options(), piece -> {}));
        assertThat(e.failure()).isEqualTo(Failure.UNAVAILABLE);
        assertThat(e.spent()).isEqualTo(Tokens.NONE);
    }

    private static RemoteModels patience(Duration silence) {
        return new RemoteModels(new HttpSettings(Duration.ofSeconds(5), silence, DataSize.ofMegabytes(1)));
    }

    TextModel model() {
        return model(models, ApiKey.valueOf(ProviderServer.KEY), server.baseUrl(), allowed(modelName()));
    }

    ModelException failure(boolean stream) {
        ModelException e = catchThrowableOfType(ModelException.class, () -> {
            Generation generation =
                    stream ? model().stream(PROMPT, options(), piece -> {}) : model().generate(PROMPT, options());
            assertThat(generation).isNull();
        });
        assertThat(e).isNotNull().hasNoCause();
        assertThat(e.getMessage()).doesNotContain(MARKER).doesNotContain(ProviderServer.KEY);
        return e;
    }

    private Options options() {
        return new Options(modelName(), 300, LIMIT);
    }

    private static List<PricedModel> allowed(String name) {
        return List.of(new PricedModel(name, 1, 1));
    }
}
