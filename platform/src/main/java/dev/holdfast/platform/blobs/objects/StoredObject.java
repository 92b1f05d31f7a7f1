package dev.holdfast.platform.blobs.objects;

import java.time.Instant;

/**
 * What the store says of an object.
 *
 * @param contentType as it was sent with the bytes
 * @param modifiedAt when it was written, by the store's clock
 */
public record StoredObject(String key, long sizeBytes, String contentType, Instant modifiedAt) {}
