package dev.holdfast.platform.secrets;

/**
 * Seals bytes so that only this installation can read them again (authenticated encryption, docs/formats/sealed-values.md).
 * Thread-safe. What was sealed for one context doesn't open in another, so that a sealed value can't be moved from one row
 * or column to another. Keys change while the program runs; what was sealed under an older one still opens.
 */
public interface Sealer {

    /**
     * Seals bytes. Sealing the same bytes twice gives different results.
     *
     * @param context where the sealed bytes will lie, e.g. {@code "signing-key:" + id}; not secret
     */
    byte[] seal(byte[] plain, String context);

    /** Opens sealed bytes. Throws IllegalStateException when they were changed, or sealed for another context or key. */
    byte[] open(byte[] sealed, String context);

    /** The same bytes sealed under the key that seals now. Throws like {@link #open}. */
    default byte[] reseal(byte[] sealed, String context) {
        return seal(open(sealed, context), context);
    }

    /** What bytes begin with that were sealed under the key that seals now: all others are due to be sealed again. */
    byte[] currentPrefix();
}
