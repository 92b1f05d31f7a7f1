package dev.holdfast.buckia.crypt;

import dev.holdfast.buckia.tree.Hashing;
import java.nio.charset.StandardCharsets;

/**
 * Seals small whole objects, such as an index, so that only who has the key can read or change them.
 *
 * <p>The context (the object's key in the bucket) is bound to the bytes: an object moved to another key doesn't open.
 */
public interface Seal {

    /** Sealed bytes; other ones at each call. */
    byte[] seal(byte[] open, String context);

    /**
     * What was sealed.
     *
     * @throws WrongKeyException if the key is another one, or the bytes were changed, cut or moved
     */
    byte[] open(byte[] sealed, String context);

    /** How many bytes so many become when they are sealed. */
    default long sealedLength(long open) {
        return open;
    }

    /** Bytes for a purpose, the same each time, which only who has the key can know; at most 8,160. */
    default byte[] derived(String purpose, int length) {
        return KeySeal.derived(new byte[32], purpose, length);
    }

    /** A name in 64 hexadecimal digits that tells nothing of the text to who hasn't the key; the same for the same text. */
    default String hide(String text) {
        return Hashing.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Leaves bytes as they are. */
    Seal NONE = new Seal() {
        @Override
        public byte[] seal(byte[] open, String context) {
            return open;
        }

        @Override
        public byte[] open(byte[] sealed, String context) {
            return sealed;
        }
    };
}
