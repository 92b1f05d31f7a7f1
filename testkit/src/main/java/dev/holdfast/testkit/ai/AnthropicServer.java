package dev.holdfast.testkit.ai;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic's messages (POST /v1/messages), in the shapes of its API reference. Hidden tokens are those written to its cache. */
public final class AnthropicServer extends ProviderServer {

    private static final Set<String> MODELS = Set.of("claude-haiku-4-5", "claude-sonnet-4-5", "claude-opus-4-5");

    @Override
    String version() {
        return "/v1";
    }

    @Override
    @Nullable
    Fault check(HttpExchange exchange, @Nullable JsonNode body) {
        if (!("/v1/messages".equals(exchange.getRequestURI().getPath())
                && "POST".equals(exchange.getRequestMethod()))) {
            return new Fault(404, "not_found_error", "Not found");
        }
        if (!KEY.equals(exchange.getRequestHeaders().getFirst("x-api-key"))) {
            return new Fault(401, "authentication_error", "invalid x-api-key");
        }
        if (!"2023-06-01".equals(exchange.getRequestHeaders().getFirst("anthropic-version"))) {
            return new Fault(400, "invalid_request_error", "anthropic-version: header is required");
        }
        if (body == null) {
            return null;
        }
        for (String field : List.of("model", "max_tokens", "messages")) {
            if (!body.has(field)) {
                return new Fault(400, "invalid_request_error", field + ": Field required");
            }
        }
        String model = body.path("model").asString("");
        if (!MODELS.contains(model)) {
            return new Fault(404, "not_found_error", "model: " + model);
        }
        if (body.path("max_tokens").asInt(0) < 1) {
            return new Fault(400, "invalid_request_error", "max_tokens: Input should be greater than or equal to 1");
        }
        for (JsonNode message : body.path("messages")) {
            if (!Set.of("user", "assistant").contains(message.path("role").asString(""))) {
                return new Fault(
                        400, "invalid_request_error", "messages.0.role: Input should be 'user' or 'assistant'");
            }
        }
        return body.path("messages").isEmpty()
                ? new Fault(400, "invalid_request_error", "messages: at least one message is required")
                : null;
    }

    @Override
    boolean streams(HttpExchange exchange, JsonNode body) {
        return body.path("stream").asBoolean(false);
    }

    @Override
    String error(Fault fault) {
        ObjectNode document = object().put("type", "error");
        document.putObject("error").put("type", fault.type()).put("message", fault.message());
        return document.put("request_id", "req_011CSHoEeqs5C35K2UUqR7Fy").toString();
    }

    @Override
    String usualType(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 504 -> "timeout_error";
            case 529 -> "overloaded_error";
            default -> status >= 500 ? "api_error" : "invalid_request_error";
        };
    }

    @Override
    String whole(String model, Behaviour.Answer what) {
        ObjectNode document = message(model).put("stop_reason", stop(what)).put("stop_sequence", (String) null);
        document.putArray("content").addObject().put("type", "text").put("text", what.text());
        usage(document.putObject("usage"), what).put("output_tokens", what.outputTokens());
        return document.toString();
    }

    @Override
    List<String> opening(String model, Behaviour.Answer what) {
        ObjectNode start = object().put("type", "message_start");
        ObjectNode message = message(model).put("stop_reason", (String) null).put("stop_sequence", (String) null);
        message.putArray("content");
        usage(message.putObject("usage"), what).put("output_tokens", 1);
        start.set("message", message);
        ObjectNode block = object().put("type", "content_block_start").put("index", 0);
        block.putObject("content_block").put("type", "text").put("text", "");
        return List.of(event(start), event(block), event(object().put("type", "ping")));
    }

    @Override
    String piece(String model, String text) {
        ObjectNode delta = object().put("type", "content_block_delta").put("index", 0);
        delta.putObject("delta").put("type", "text_delta").put("text", text);
        return event(delta);
    }

    @Override
    List<String> closing(String model, Behaviour.Answer what) {
        ObjectNode delta = object().put("type", "message_delta");
        delta.putObject("delta").put("stop_reason", stop(what)).put("stop_sequence", (String) null);
        delta.putObject("usage").put("output_tokens", what.outputTokens());
        return List.of(
                event(object().put("type", "content_block_stop").put("index", 0)),
                event(delta),
                event(object().put("type", "message_stop")));
    }

    @Override
    String errorInside() {
        return "event: error\ndata: " + error(new Fault(529, "overloaded_error", "Overloaded"));
    }

    private static String event(ObjectNode data) {
        return "event: " + data.path("type").asString() + "\ndata: " + data;
    }

    private static ObjectNode message(String model) {
        return object().put("id", "msg_01XFDUDYJgAACzvnptvVoYEL")
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model + "-20251001");
    }

    private static ObjectNode usage(ObjectNode usage, Behaviour.Answer what) {
        return usage.put("input_tokens", what.inputTokens())
                .put("cache_creation_input_tokens", what.hiddenTokens())
                .put("cache_read_input_tokens", 0)
                .put("service_tier", "standard");
    }

    private static String stop(Behaviour.Answer what) {
        return switch (what.end()) {
            case STOP -> "end_turn";
            case LENGTH -> "max_tokens";
            case DECLINED, FILTERED -> "refusal";
        };
    }
}
