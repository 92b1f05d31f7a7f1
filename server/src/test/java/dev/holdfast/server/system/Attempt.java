package dev.holdfast.server.system;

import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One bad request.
 *
 * @param what what is bad about it
 * @param headers what stands beside the credential
 * @param body what is sent; null for nothing
 * @param mustFail whether it has to be refused; otherwise it only must not break anything
 * @param codes the codes of problems that are documented there; empty for whatever
 */
record Attempt(
        String what,
        String method,
        String path,
        Map<String, String> headers,
        byte @Nullable [] body,
        boolean mustFail,
        Set<String> codes) {
    private static final int SHOWN_MAX = 300;
    private static final Pattern INTERNALS = Pattern.compile(
            "dev\\.holdfast|\\bjavax?\\.[a-z]+\\.|org\\.(springframework|postgresql|apache)|tools\\.jackson|com\\.fasterxml|\\w+Exception\\b"
                    + "|\\bPSQL|SQLSTATE|\\bat [a-z]+\\.[a-z]+\\.[A-Za-z.]+\\(|violates .{1,60} constraint|holdfast_(app|worker|owner)|pg_catalog");

    /** Makes it; the answer is what is wrong with how it was refused, null when all is well. */
    @Nullable
    String fault(TestClient client) {
        TestClient with = client;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            with = with.with(header.getKey(), header.getValue());
        }
        Answer answer;
        try {
            answer = with.send(method, path, body);
        } catch (UncheckedIOException e) {
            return said("no answer: " + e.getCause());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(what + ": " + method + " " + path, e);
        }
        String type = String.valueOf(answer.header("Content-Type"));
        if (answer.status() >= 500) {
            return said(shown(answer));
        }
        if (answer.status() < 400) {
            return mustFail ? said("was not refused: " + shown(answer)) : null;
        }
        if (!type.startsWith("application/problem+json") && !type.startsWith("text/html")) {
            return said("is refused without a problem document: " + type + " " + shown(answer));
        }
        if (type.startsWith("application/problem+json")
                && !codes.isEmpty()
                && !codes.contains(answer.json().path("code").asString(""))) {
            return said("is refused with a code that isn't documented: " + shown(answer));
        }
        Matcher internals = INTERNALS.matcher(answer.text());
        return internals.find() ? said("tells internals (" + internals.group() + "): " + shown(answer)) : null;
    }

    private String said(String fault) {
        return method + " " + path.substring(0, Math.min(120, path.length())) + ", " + what + ": " + fault;
    }

    private static String shown(Answer answer) {
        String text = answer.toString();
        return text.substring(0, Math.min(SHOWN_MAX, text.length()));
    }
}
