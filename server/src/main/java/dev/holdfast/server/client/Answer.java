package dev.holdfast.server.client;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the server answered.
 *
 * @param status HTTP status
 * @param body the bytes
 */
public record Answer(int status, byte[] body) {
    static final String FOREIGN = "That is no answer of a Holdfast server: is the address right?";

    static final JsonMapper JSON = JsonMapper.builder().build();

    /** Whether the request did what it should. */
    public boolean good() {
        return status >= 200 && status < 300;
    }

    /** The body as JSON; missing where there is none. Throws {@link ClientFailure} when it is something else. */
    public JsonNode json() {
        try {
            return body.length == 0 ? JSON.missingNode() : JSON.readTree(body);
        } catch (JacksonException e) {
            throw new ClientFailure(FOREIGN, e);
        }
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
            String message = error.path("message").asString("");
            if (words.indexOf(message) < 0) {
                words.append(words.isEmpty() ? "" : " ")
                        .append(error.path("field").asString(""))
                        .append(' ')
                        .append(message)
                        .append('.');
            }
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
        } catch (ClientFailure e) {
            return JSON.createObjectNode().put("detail", FOREIGN + " It answered " + status + ".");
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
