package dev.holdfast.platform.blobs;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A signed address for one upload, as it is answered.
 *
 * @param headers what must be sent with the bytes
 * @param fields form fields; always empty with PUT
 */
public record Upload(
        UUID id, String method, URI url, Map<String, String> headers, Map<String, String> fields, Instant expiresAt) {}
