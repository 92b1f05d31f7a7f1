package dev.holdfast.platform.identity.session;

import dev.holdfast.platform.secrets.Sealer;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Session answers that may have to be given again: as JSON, sealed, because they hold tokens. */
@Component
final class SealedAnswers {
    private final Sealer sealer;
    private final JsonMapper json;

    SealedAnswers(Sealer sealer, JsonMapper json) {
        this.sealer = sealer;
        this.json = json;
    }

    byte[] seal(SessionAnswer answer, UUID session) {
        return sealer.seal(json.writeValueAsBytes(answer), context(session));
    }

    SessionAnswer open(byte[] sealed, UUID session) {
        return json.readValue(sealer.open(sealed, context(session)), SessionAnswer.class);
    }

    private static String context(UUID session) {
        return "refresh-answer:" + session;
    }
}
