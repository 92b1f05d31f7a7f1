package dev.holdfast.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class CursorTest {
    private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    private static final Cursor.Question QUESTION = Cursor.question("documents", ID, "query", null);

    @Test
    void carriesKeysOfEveryType() {
        Instant before = Instant.parse("1969-12-31T23:59:59.123456Z");
        String text = QUESTION.after("ünï\ud83d\ude00", ID, before, 42, -7L, new BigDecimal("1.50"), null);
        assertThat(text).matches("[A-Za-z0-9_-]+");
        Cursor cursor = Objects.requireNonNull(QUESTION.read(text));
        assertThat(cursor.size()).isEqualTo(7);
        assertThat(cursor.text(0)).isEqualTo("ünï\ud83d\ude00");
        assertThat(cursor.uuid(1)).isEqualTo(ID);
        assertThat(cursor.instant(2)).isEqualTo(before);
        assertThat(cursor.number(3)).isEqualTo(42);
        assertThat(cursor.number(4)).isEqualTo(-7);
        assertThat(cursor.decimal(5)).isEqualTo("1.50");
        assertThat(cursor.isNull(6)).isTrue();
        assertThat(QUESTION.read(null)).isNull();
    }

    @Test
    void isBoundToItsQuestion() {
        String text = QUESTION.after(ID);
        for (Cursor.Question other : List.of(
                Cursor.question("documents", ID, "query", "null"),
                Cursor.question("documents", ID, "query"),
                Cursor.question("documents", ID, "quer", "y"),
                Cursor.question("items", ID, "query", null))) {
            refused(Code.CURSOR_MISMATCH, () -> other.read(text));
        }
    }

    @Test
    void refusesKeysOfAnotherTypeOrThatAreMissing() {
        Cursor cursor = Objects.requireNonNull(QUESTION.read(QUESTION.after("a")));
        refused(Code.CURSOR_INVALID, () -> cursor.uuid(0));
        refused(Code.CURSOR_INVALID, () -> cursor.text(1));
    }

    @Test
    void refusesGarbage() {
        String good = QUESTION.after("a", ID);
        byte[] wild = {1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 127, 127, 127, 127, 127, 127, 127, 127};
        byte[] nul = {1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 0};
        byte[] notText = {1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 1, (byte) 0xff};
        byte[] notNumber = {1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 5, 0, 1, 'x'};
        byte[] manyKeys = {1, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 200};
        for (String text : List.of(
                "",
                "a",
                "%",
                good + "=",
                good + "A",
                good.substring(1),
                good.substring(0, good.length() - 1),
                good.replace('A', '+'),
                " " + good,
                "A".repeat(8_001),
                encoded(wild),
                encoded(nul),
                encoded(notText),
                encoded(notNumber),
                encoded(manyKeys))) {
            refused(Code.CURSOR_INVALID, () -> QUESTION.read(text));
        }
    }

    @Test
    void refusesWhateverRandomBytesSay() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = 1;
            }
            assertThatThrownBy(() -> QUESTION.read(encoded(bytes))).isInstanceOf(Problem.class);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void refused(Code code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
