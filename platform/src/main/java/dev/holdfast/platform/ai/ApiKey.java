package dev.holdfast.platform.ai;

/**
 * A provider's key. It shows itself to nobody but {@link #reveal()}, whose only caller is the one that sends it.
 */
public final class ApiKey {

    private static final int MAX_LENGTH = 500;

    private final String value;

    private ApiKey(String value) {
        this.value = value;
    }

    /**
     * Takes a key from the settings; empty means that there is none.
     *
     * @throws IllegalArgumentException if it can't stand in a header; the message doesn't hold it
     */
    public static ApiKey valueOf(String value) {
        String key = value.strip();
        if (key.length() > MAX_LENGTH || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("an API key must be at most 500 visible ASCII characters");
        }
        return new ApiKey(key);
    }

    /** Whether there is one. */
    public boolean isPresent() {
        return !value.isEmpty();
    }

    /** The key itself, to be sent to its provider and nowhere else. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return isPresent() ? "ApiKey[hidden]" : "ApiKey[none]";
    }
}
