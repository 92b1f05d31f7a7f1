package dev.holdfast.server.client;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the server answered.
 *
 * @param status HTTP status
 * @param body the bytes
 */
public record Answer(int status, byte[] body) {
    static final JsonMapper JSON = JsonMapper.builder().build();

    /** Whether the request did what it should. */
    public boolean good() {
        return status >= 200 && status < 300;
    }

    /** The body as JSON; missing where there is none. */
    public JsonNode json() {
        return body.length == 0 ? JSON.missingNode() : JSON.readTree(body);
    }

    /** The problem's code; empty where there is none. */
    public String code() {
        return good() ? "" : problem().path("code").asString("");
    }

    /** The problem in words. */
    public String reason() {
        JsonNode problem = problem();
        StringBuilder words = new StringBuilder(problem.path("detail").asString(""));
        for (JsonNode error : problem.path("errors")) {
            words.append(words.isEmpty() ? "" : " ")
                    .append(error.path("field").asString(""))
                    .append(' ')
                    .append(error.path("message").asString(""))
                    .append('.');
        }
        return words.isEmpty() ? "the server answered " + status : words.toString();
    }

    /** This answer, if it is good. Throws {@link ClientFailure} with the server's words and what was asked for. */
    public Answer orFail(String what) {
        if (!good()) {
            throw new ClientFailure(what + ": " + reason());
        }
        return this;
    }

    private JsonNode problem() {
        try {
            return json();
        } catch (RuntimeException e) {
            return JSON.createObjectNode()
                    .put(
                            "detail",
                            new String(body, StandardCharsets.UTF_8)
                                    .lines()
                                    .findFirst()
                                    .orElse(""));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Answer answer && status == answer.status && java.util.Arrays.equals(body, answer.body);
    }

    @Override
    public int hashCode() {
        return status * 31 + java.util.Arrays.hashCode(body);
    }
}
