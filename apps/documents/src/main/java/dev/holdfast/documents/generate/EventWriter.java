package dev.holdfast.documents.generate;

import dev.holdfast.platform.Problem;
import dev.holdfast.platform.ai.gateway.Answer;
import dev.holdfast.platform.ai.gateway.AnswerListener;
import dev.holdfast.platform.http.ProblemBody;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes an answer as server-sent events: {@code delta {text}}, then {@code done {model, usage}} or {@code error {problem}}. The
 * response is begun by the first of them, so that whatever goes wrong before can still be told with a status.
 */
final class EventWriter implements AnswerListener {
    private final Opening opening;
    private final JsonMapper json;
    private @Nullable OutputStream out;

    EventWriter(Opening opening, JsonMapper json) {
        this.opening = opening;
        this.json = json;
    }

    /** Begins the response. */
    interface Opening {
        OutputStream open() throws IOException;
    }

    /** The client went away while it was being answered. */
    static final class ClientGone extends UncheckedIOException {
        private static final long serialVersionUID = 1;

        ClientGone(IOException cause) {
            super(cause);
        }
    }

    @Override
    public void delta(String text) {
        write("delta", Map.of("text", text));
    }

    @Override
    public void done(Answer answer) {
        write("done", Map.of("provider", answer.provider(), "model", answer.model(), "usage", answer.usage()));
    }

    @Override
    public void error(Problem problem) {
        write("error", Map.of("problem", ProblemBody.of(problem, GenerateController.PATH)));
    }

    private void write(String event, Object data) {
        // JSON has no line breaks outside of texts, and escapes those inside: one line is one event.
        String text = "event: " + event + "\ndata: " + json.writeValueAsString(data) + "\n\n";
        try {
            OutputStream stream = out;
            if (stream == null) {
                stream = opening.open();
                out = stream;
            }
            stream.write(text.getBytes(StandardCharsets.UTF_8));
            stream.flush();
        } catch (IOException e) {
            throw new ClientGone(e);
        }
    }
}
