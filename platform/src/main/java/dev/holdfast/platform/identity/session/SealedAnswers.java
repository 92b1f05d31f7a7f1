package dev.holdfast.platform.identity.session;

import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.secrets.SealedColumn;
import dev.holdfast.platform.secrets.Sealer;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Session answers that may have to be given again: as JSON, sealed, because they hold tokens. */
@Component
final class SealedAnswers implements SealedColumn {
    private final SessionStore store;
    private final Sealer sealer;
    private final JsonMapper json;

    SealedAnswers(SessionStore store, Sealer sealer, JsonMapper json) {
        this.store = store;
        this.sealer = sealer;
        this.json = json;
    }

    @Override
    public String name() {
        return "platform.refresh_tokens.replay";
    }

    @Override
    public String holds() {
        return "answers with tokens that may have to be given again";
    }

    @Override
    public int reseal(Tx tx, Sealer by, int limit) {
        List<SessionStore.Replay> due = store.replaysDue(by.currentPrefix(), limit);
        due.forEach(row -> store.resealReplay(row.hash(), by.reseal(row.sealed(), context(row.session()))));
        return due.size();
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
