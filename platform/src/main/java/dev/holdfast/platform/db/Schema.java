package dev.holdfast.platform.db;

/**
 * A module's own PostgreSQL schema. Its migrations lie in {@code db/<name>} on the class path and have a history of their
 * own, so that an app can be left out or added later.
 *
 * @param name the schema's name
 * @param order schemas of a lower order migrate first; the platform's is 0
 */
public record Schema(String name, int order) {}
