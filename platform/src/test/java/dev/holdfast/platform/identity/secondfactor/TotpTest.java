package dev.holdfast.platform.identity.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /** The last six digits of RFC 6238, appendix B (SHA-1), which shows eight. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void codesAreThoseOfTheStandard(long second, String code) {
        assertThat(Totp.code(SECRET, second / 30)).isEqualTo(code);
        assertThat(Totp.step(SECRET, code, Instant.ofEpochSecond(second))).hasValue(second / 30);
    }

    @Test
    void codesOfTheStepsBesideAreTaken() {
        Instant now = Instant.ofEpochSecond(1_000_000_000);
        long step = 1_000_000_000 / 30;

        assertThat(Totp.step(SECRET, Totp.code(SECRET, step - 1), now)).hasValue(step - 1);
        assertThat(Totp.step(SECRET, Totp.code(SECRET, step + 1), now)).hasValue(step + 1);
        assertThat(Totp.step(SECRET, Totp.code(SECRET, step - 2), now)).isEmpty();
        assertThat(Totp.step(SECRET, Totp.code(SECRET, step + 2), now)).isEmpty();
    }

    /** RFC 4648, 10, without padding. */
    @ParameterizedTest
    @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void secretsAreBase32(String plain, String text) {
        assertThat(Totp.base32(plain.getBytes(StandardCharsets.US_ASCII))).isEqualTo(text);
    }

    @Test
    void theAddressNamesIssuerAndAccount() {
        assertThat(Totp.uri("foobar".getBytes(StandardCharsets.US_ASCII), "Holdfast", "a b@example.org"))
                .isEqualTo("otpauth://totp/Holdfast:a%20b%40example.org?secret=MZXW6YTBOI&issuer=Holdfast"
                        + "&algorithm=SHA1&digits=6&period=30");
    }
}
