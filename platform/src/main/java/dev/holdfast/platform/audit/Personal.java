package dev.holdfast.platform.audit;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What in an entry is about people, and can be erased without breaking the chain. */
@JsonPropertyOrder({"ip", "userAgent", "before", "after", "justification"})
record Personal(
        String ip,
        String userAgent,
        Map<String, Object> before,
        Map<String, Object> after,
        @Nullable String justification) {

    /** The same with a note in place of the values that were too long to keep. */
    Personal without(Map<String, Object> note) {
        return new Personal(ip, userAgent, Map.of(), note, justification == null ? null : shortened(justification));
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), 500));
    }
}
