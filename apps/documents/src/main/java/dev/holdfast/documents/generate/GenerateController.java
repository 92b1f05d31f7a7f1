package dev.holdfast.documents.generate;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.holdfast.documents.workspace.Workspace;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.FieldError;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.ai.gateway.AiGateway;
import dev.holdfast.platform.ai.gateway.Answer;
import dev.holdfast.platform.ai.gateway.GenerateRequest;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.openapi.Problems;
import dev.holdfast.platform.http.openapi.Required;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Questions to models over HTTP (docs/apps/documents.md). */
@RestController
final class GenerateController {
    static final String PATH = "/api/ai/generate";

    private static final Logger log = LoggerFactory.getLogger(GenerateController.class);
    private static final Pattern SECRET = Pattern.compile(".*(key|token|secret|password|authorization).*");
    private static final List<String> MODES = List.of(Workspace.BYO, Workspace.PROXY);

    private final Questions questions;
    private final AiGateway gateway;
    private final JsonMapper json;

    GenerateController(Questions questions, AiGateway gateway, JsonMapper json) {
        this.questions = questions;
        this.gateway = gateway;
        this.json = json;
    }

    record Body(
            @Nullable String provider,
            @Nullable String model,
            @Required @Nullable String prompt,
            @Nullable List<@Nullable String> contextIds,
            @Nullable String mode,
            @Nullable Boolean stream,
            @JsonAnySetter @Nullable Map<String, Object> more) {}

    record Generated(String provider, String model, String text, Answer.Usage usage) {}

    /** Asks a model, with documents as context; answered whole, or as a stream of events. */
    @PostMapping(
            path = PATH,
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_EVENT_STREAM_VALUE})
    @Problems({
        Code.BUDGET_EXCEEDED,
        Code.CONTENT_REFUSED,
        Code.PROVIDER_FAILED,
        Code.PROVIDER_TIMEOUT,
        Code.AI_UNAVAILABLE
    })
    @Access(value = Access.Rule.ACCOUNT, scope = "ai")
    @Nullable
    ResponseEntity<Generated> generate(
            Actor actor, @RequestBody Body body, HttpServletRequest request, HttpServletResponse response) {
        GenerateRequest question = questions.request(actor, asked(body));
        if (wantsStream(body, request)) {
            stream(actor, question, response);
            return null;
        }
        Answer answer = gateway.generate(actor, question);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(new Generated(answer.provider(), answer.model(), answer.text(), answer.usage()));
    }

    private void stream(Actor actor, GenerateRequest question, HttpServletResponse response) {
        EventWriter events = new EventWriter(
                () -> {
                    response.setContentType("text/event-stream;charset=UTF-8");
                    response.setHeader("Cache-Control", "no-store");
                    // So that nginx hands each event on at once.
                    response.setHeader("X-Accel-Buffering", "no");
                    return response.getOutputStream();
                },
                json);
        try {
            gateway.stream(actor, question, events);
        } catch (EventWriter.ClientGone e) {
            log.debug("The client went away before the answer was complete", e);
        }
    }

    private static boolean wantsStream(Body body, HttpServletRequest request) {
        String accept = Objects.requireNonNullElse(request.getHeader("Accept"), "");
        return accept.toLowerCase(Locale.ROOT).contains(MediaType.TEXT_EVENT_STREAM_VALUE)
                || Boolean.TRUE.equals(body.stream());
    }

    private static Questions.Asked asked(Body body) {
        refuseUnknown(body.more() == null ? Map.of() : body.more());
        Fields fields = new Fields();
        String provider = fields.optionalText("provider", body.provider(), Fields.NAME_LENGTH_MAX);
        String model = fields.optionalText("model", body.model(), Fields.NAME_LENGTH_MAX);
        String prompt = fields.name("prompt", body.prompt(), GenerateRequest.PROMPT_LENGTH_MAX);
        String mode = body.mode() == null ? null : fields.oneOf("mode", body.mode(), MODES);
        List<UUID> contextIds = contextIds(fields, body.contextIds() == null ? List.of() : body.contextIds());
        fields.orThrow();
        return new Questions.Asked(provider, model, prompt, contextIds, mode);
    }

    private static List<UUID> contextIds(Fields fields, List<@Nullable String> given) {
        if (given.size() > GenerateRequest.DOCUMENTS_MAX) {
            fields.refuse(
                    "contextIds",
                    "must name at most " + GenerateRequest.DOCUMENTS_MAX + " documents, names " + given.size());
            return List.of();
        }
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String field = "contextIds[" + i + "]";
            UUID id = fields.optionalUuid(field, given.get(i));
            if (given.get(i) == null) {
                fields.refuse(field, "must be a document's id");
            } else if (id != null && !ids.contains(id)) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static void refuseUnknown(Map<String, Object> more) {
        for (String field : more.keySet()) {
            if (SECRET.matcher(field.toLowerCase(Locale.ROOT)).matches()) {
                throw Problem.invalid(
                        field, "must not be sent: your own key stays in your browser, the server has its own");
            }
            throw new Problem(Code.UNKNOWN_FIELD, "There is no field " + field + " here.")
                    .withErrors(List.of(new FieldError(field, "is not known")));
        }
    }
}
