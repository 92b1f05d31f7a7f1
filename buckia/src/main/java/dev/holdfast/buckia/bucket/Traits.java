package dev.holdfast.buckia.bucket;

/**
 * What a provider can do.
 *
 * @param putIfAbsent takes {@link Condition#absent()} in a put
 * @param putIfMatches takes {@link Condition#matches} in a put
 * @param serverCopy copies without the bytes coming here
 * @param sorted lists in the order of the keys' UTF-8 bytes
 * @param listsFlat lists a thousand objects at any depth in one request (else a request a folder)
 * @param putBytesMax largest object that one put takes
 * @param partBytesMin smallest part but the last; 0 without multipart
 * @param partBytesMax largest part
 * @param partsMax most parts of one upload
 * @param digest algorithm of the checksum that {@link ObjectInfo#checksum()} holds: {@code MD5}, {@code SHA-1},
 *     {@code SHA-256}; empty if it gives none
 */
public record Traits(
        boolean putIfAbsent,
        boolean putIfMatches,
        boolean serverCopy,
        boolean sorted,
        boolean listsFlat,
        long putBytesMax,
        long partBytesMin,
        long partBytesMax,
        int partsMax,
        String digest) {}
