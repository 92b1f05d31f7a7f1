package dev.holdfast.buckia.carry;

/**
 * A content that was sent.
 *
 * @param sha256 of the content, lower-case hexadecimal
 * @param size of the content in bytes
 * @param reference what the carrier needs to fetch it, at most 500 characters; stands in the index
 */
public record Carried(String sha256, long size, String reference) {}
