package dev.holdfast.platform.mail;

import java.time.Instant;
import java.util.UUID;

/**
 * A message as the administrator reads it.
 *
 * @param status {@code waiting}, {@code sent} or {@code failed}
 */
public record Message(UUID id, String to, String subject, String text, String status, Instant at) {}
