package dev.holdfast.platform.spaces;

/**
 * A role whose holders run a space: they read its audit log and manage its webhooks. An app declares one as a bean where
 * that role isn't called {@code owner}.
 */
public record StewardRole(String role) {}
