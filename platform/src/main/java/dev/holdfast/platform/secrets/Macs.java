package dev.holdfast.platform.secrets;

/** Keyed hashes that nobody without the master key can make (HMAC-SHA-256). Thread-safe. */
public interface Macs {

    /** The hash of bytes under the key of now: one byte of version, four of the key's id, 32 of HMAC. */
    byte[] compute(byte[] data);

    /** Whether a hash was made over these bytes by one of this installation's keys. */
    boolean verify(byte[] hash, byte[] data);
}
