package dev.holdfast.platform.mail;

import dev.holdfast.platform.secrets.Sealer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Seals what a message says, and opens it again. */
@Component
final class MessageBody {
    private static final String CONTEXT = "outbox:";

    private final Sealer sealer;
    private final JsonMapper json;

    MessageBody(Sealer sealer, JsonMapper json) {
        this.sealer = sealer;
        this.json = json;
    }

    record Content(String subject, String text) {

        @Override
        public String toString() {
            return "Content[sealed]";
        }
    }

    byte[] seal(UUID id, Content content) {
        return sealer.seal(json.writeValueAsString(content).getBytes(StandardCharsets.UTF_8), context(id));
    }

    Content open(UUID id, byte[] sealed) {
        return json.readValue(sealer.open(sealed, context(id)), Content.class);
    }

    static String context(UUID id) {
        return CONTEXT + id;
    }
}
