package dev.holdfast.buckia.crypt;

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
