package dev.holdfast.platform.secrets;

/**
 * Seals bytes so that only this installation can read them again (authenticated encryption). Thread-safe. What was sealed
 * for one context doesn't open in another, so that a sealed value can't be moved from one row or column to another.
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
}
