package dev.holdfast.platform.mail;

/**
 * A message in plain text.
 *
 * @param to the address that it goes to
 * @param subject at most 200 characters, one line
 * @param text at most 20,000 characters
 */
public record Mail(String to, String subject, String text) {}
