package dev.holdfast.testkit.ai;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gemini's generateContent and streamGenerateContent (v1beta), in the shapes of its API reference. Hidden tokens are thoughts. */
public final class GeminiServer extends ProviderServer {

    private static final Set<String> MODELS = Set.of("gemini-2.5-flash-lite", "gemini-2.5-flash", "gemini-2.5-pro");
    private static final Pattern PATH =
            Pattern.compile("/v1beta/models/([^/:]+):(generateContent|streamGenerateContent)");

    @Override
    String version() {
        return "/v1beta";
    }

    @Override
    @Nullable
    Fault check(HttpExchange exchange, @Nullable JsonNode body) {
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        if (!path.matches() || !"POST".equals(exchange.getRequestMethod())) {
            return new Fault(404, "NOT_FOUND", "Not found");
        }
        String key = exchange.getRequestHeaders().getFirst("x-goog-api-key");
        if (key == null) {
            return new Fault(403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers.");
        }
        if (!KEY.equals(key)) {
            return new Fault(400, "API_KEY_INVALID", "API key not valid. Please pass a valid API key.");
        }
        if (!MODELS.contains(path.group(1))) {
            return new Fault(404, "NOT_FOUND", "models/" + path.group(1) + " is not found for API version v1beta");
        }
        if (body == null) {
            return null;
        }
        JsonNode contents = body.path("contents");
        if (!contents.isArray() || contents.isEmpty()) {
            return new Fault(400, "INVALID_ARGUMENT", "* GenerateContentRequest.contents: contents is not specified");
        }
        for (JsonNode content : contents) {
            if (!Set.of("user", "model").contains(content.path("role").asString("user"))
                    || content.path("parts").isEmpty()) {
                return new Fault(400, "INVALID_ARGUMENT", "Please use a valid role: user, model.");
            }
        }
        return null;
    }

    @Override
    String model(HttpExchange exchange, JsonNode body) {
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        return path.matches() ? path.group(1) : "";
    }

    @Override
    boolean streams(HttpExchange exchange, JsonNode body) {
        return exchange.getRequestURI().getPath().endsWith(":streamGenerateContent");
    }

    @Override
    String error(Fault fault) {
        ObjectNode document = object();
        boolean key = "API_KEY_INVALID".equals(fault.type());
        ObjectNode error = document.putObject("error")
                .put("code", fault.status())
                .put("message", fault.message())
                .put("status", key ? "INVALID_ARGUMENT" : fault.type());
        if (key) {
            error.putArray("details")
                    .addObject()
                    .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
                    .put("reason", "API_KEY_INVALID")
                    .put("domain", "googleapis.com");
        }
        if (fault.status() == 429) {
            error.putArray("details")
                    .addObject()
                    .put("@type", "type.googleapis.com/google.rpc.RetryInfo")
                    .put("retryDelay", "7.25s");
        }
        return document.toString();
    }

    @Override
    String usualType(int status) {
        return switch (status) {
            case 400 -> "INVALID_ARGUMENT";
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 503 -> "UNAVAILABLE";
            case 504 -> "DEADLINE_EXCEEDED";
            default -> "INTERNAL";
        };
    }

    @Override
    String whole(String model, Behaviour.Answer what) {
        if (what.end() == Behaviour.End.DECLINED) {
            ObjectNode blocked = object();
            blocked.putObject("promptFeedback").put("blockReason", "PROHIBITED_CONTENT");
            blocked.putObject("usageMetadata")
                    .put("promptTokenCount", what.inputTokens())
                    .put("totalTokenCount", what.inputTokens());
            return blocked.put("modelVersion", model).toString();
        }
        return response(model, what.end() == Behaviour.End.FILTERED ? null : what.text(), what)
                .toString();
    }

    @Override
    List<String> opening(String model, Behaviour.Answer what) {
        return List.of();
    }

    @Override
    String piece(String model, String text) {
        return "data: " + response(model, text, null);
    }

    @Override
    List<String> closing(String model, Behaviour.Answer what) {
        return List.of(
                "data: " + (what.end() == Behaviour.End.DECLINED ? whole(model, what) : response(model, "", what)));
    }

    @Override
    String errorInside() {
        return "data: " + error(new Fault(503, "UNAVAILABLE", "The model is overloaded. Please try again later."));
    }

    private static ObjectNode response(String model, @Nullable String text, Behaviour.@Nullable Answer last) {
        ObjectNode document = object();
        ObjectNode candidate = document.putArray("candidates").addObject().put("index", 0);
        ObjectNode content = candidate.putObject("content").put("role", "model");
        if (text != null) {
            content.putArray("parts").addObject().put("text", text);
        }
        ObjectNode usage = document.putObject("usageMetadata");
        if (last != null) {
            candidate.put("finishReason", finish(last));
            usage.put("promptTokenCount", last.inputTokens())
                    .put("candidatesTokenCount", last.outputTokens())
                    .put("thoughtsTokenCount", last.hiddenTokens())
                    .put("totalTokenCount", last.inputTokens() + last.outputTokens() + last.hiddenTokens());
        }
        return document.put("modelVersion", model).put("responseId", "mAitaLegEPPEjuMP7ou8kQ4");
    }

    private static String finish(Behaviour.Answer what) {
        return switch (what.end()) {
            case STOP, DECLINED -> "STOP";
            case LENGTH -> "MAX_TOKENS";
            case FILTERED -> "SAFETY";
        };
    }
}
