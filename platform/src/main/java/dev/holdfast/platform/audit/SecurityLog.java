package dev.holdfast.platform.audit;

import dev.holdfast.platform.Origin;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Security events in a stream of their own, the logger {@code holdfast.security}; never tokens, passwords or addresses of mail. */
public final class SecurityLog {
    private static final Logger log = LoggerFactory.getLogger("holdfast.security");

    private SecurityLog() {}

    /**
     * Notes an event.
     *
     * @param event its fixed name, e.g. {@code refresh-token-reused}
     * @param account whom it concerns, where that is known
     */
    public static void event(String event, @Nullable UUID account, Origin origin) {
        log.warn("{} account={} address={} request={}", event, account, origin.address(), origin.requestId());
    }
}
