package dev.holdfast.platform.changes.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class CursorTest {
    private static final UUID EPOCH = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8000");
    private static final UUID FIRST = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8001");
    private static final UUID SECOND = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8002");
    private static final String VECTOR =
            "AX12oRR839XUHIfUmq9J1zFkSjx_G3cdzQACAYkKXayWd0u8zrMCCZqAAdkEAAGJCl2slndLvM6zAgmagAIADEWzCZQAUpY7";

    @Test
    void isWrittenAsSpecified() {
        assertThat(specified().encode()).isEqualTo(VECTOR);
        assertThat(Cursor.decode(VECTOR)).isEqualTo(specified());
    }

    @Test
    void fingerprintsAreAsSpecified() {
        var document = Hash.fingerprint(
                "document",
                UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057"),
                7,
                "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        var member = Hash.fingerprint("member", UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8059"), 8, null);
        assertThat(Hash.hex(document)).isEqualTo("0b49441ff7a9b9cc530f424a2c7693cbf04dc7e5e2b29d1fa3046463036a236b");
        assertThat(Hash.hex(member)).isEqualTo("6e32e1d0e45dc7d3265df02c40ef44f4d283c5d918123dff175ef523efc6191a");
        assertThat(Hash.hex(document.xor(member)))
                .isEqualTo("657ba5cf13f47e1f7552b2666c99d73f22ce023cfaa0a0e0b45a9140ecac3a71");
    }

    @Test
    void refusesEachChangedByteAndEachCut() {
        byte[] bytes = Base64.getUrlDecoder().decode(VECTOR);
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 0x10;
            refuses(Base64.getUrlEncoder().withoutPadding().encodeToString(changed));
        }
        for (int length = 0; length < VECTOR.length(); length++) {
            refuses(VECTOR.substring(0, length));
        }
    }

    @Test
    void refusesWhatIsNoCursor() {
        for (String text :
                List.of("", "x", "AAAA", "💥", " ", VECTOR + "=", VECTOR + "A", "null", "a".repeat(200_000))) {
            refuses(text);
        }
    }

    @Test
    void carriesManySpacesInTwentyBytesEach() {
        Random random = new Random(7);
        TreeSet<UUID> ids = new TreeSet<>(CursorEntry.BY_ID);
        while (ids.size() < Cursor.ENTRIES_MAX) {
            ids.add(new UUID(random.nextLong(), random.nextLong()));
        }
        List<CursorEntry> entries = new ArrayList<>();
        ids.forEach(id -> entries.add(new CursorEntry(id, random.nextInt(10_000), true, 0)));
        Cursor cursor = new Cursor(new byte[16], new byte[8], 1_999, entries);
        String text = cursor.encode();
        assertThat(text.length()).isLessThan(Cursor.ENTRIES_MAX * 20 * 4 / 3 + 60);
        assertThat(Cursor.decode(text)).isEqualTo(cursor);
    }

    private static Cursor specified() {
        SyncFilter filter =
                SyncFilter.of(List.of("documents"), List.of(), new TreeSet<>(List.of("document", "member", "space")));
        return new Cursor(
                filter.generation(EPOCH),
                filter.hash(),
                0,
                List.of(new CursorEntry(FIRST, 300, true, 0), new CursorEntry(SECOND, 0, false, 12)));
    }

    private static void refuses(String text) {
        assertThatThrownBy(() -> Cursor.decode(text))
                .as(text)
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo(Code.CURSOR_INVALID));
    }
}
