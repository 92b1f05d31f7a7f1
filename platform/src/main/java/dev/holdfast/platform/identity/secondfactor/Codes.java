package dev.holdfast.platform.identity.secondfactor;

import dev.holdfast.platform.Fields;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Codes in requests, and the name under which wrong ones are counted. */
final class Codes {
    private static final int LENGTH_MAX = 20;

    private Codes() {}

    /** Reads the field {@code code}: six digits, with or without white space between them. */
    static String read(Fields fields, @Nullable String code) {
        String digits = fields.text("code", code, LENGTH_MAX).replaceAll("\\s", "");
        if (code != null && !Totp.isCode(digits)) {
            fields.refuse("code", "must be six digits");
        }
        return digits;
    }

    static String subject(UUID account) {
        return "totp:" + account;
    }
}
