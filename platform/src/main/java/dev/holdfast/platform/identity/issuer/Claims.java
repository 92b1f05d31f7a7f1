package dev.holdfast.platform.identity.issuer;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer says about a person.
 *
 * @param subject who it is to the issuer, for ever
 * @param email an address that it names; null for none
 * @param emailVerified whether it says that the address was proved
 * @param name what to call the person; null for nothing
 */
record Claims(
        String subject,
        @Nullable String email,
        boolean emailVerified,
        @Nullable String name) {
    private static final int SUBJECT_LENGTH_MAX = 255;

    /** Reads them out of a token's or a userinfo's members; null when they name no person. */
    static @Nullable Claims of(Issuer issuer, Map<String, ?> members) {
        String subject = text(members.get(issuer.subjectClaim()));
        if (subject == null || subject.isBlank() || subject.length() > SUBJECT_LENGTH_MAX) {
            return null;
        }
        boolean verified = issuer.trustEmail() || "true".equals(text(members.get("email_verified")));
        return new Claims(subject, text(members.get(issuer.emailClaim())), verified, text(members.get("name")));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean ? value.toString() : null;
    }
}
