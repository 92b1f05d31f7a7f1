package dev.holdfast.platform.search;

/**
 * What full text search knows of a record.
 *
 * @param text a {@code tsvector} in PostgreSQL's text form, for {@code CAST(:vector AS tsvector)}: lexemes quoted, the title's
 *     with weight A, the body's with D; always less than PostgreSQL's 1 MB
 * @param whole false where the end of the body didn't fit and can't be found
 */
public record TextVector(String text, boolean whole) {}
