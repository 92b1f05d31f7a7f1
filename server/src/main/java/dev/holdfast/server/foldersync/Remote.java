package dev.holdfast.server.foldersync;

/**
 * A document as the workspace has it.
 *
 * @param title its title
 * @param contentType its content type
 * @param hash SHA-256 of its content, which is its etag
 * @param version its number in the feed
 */
record Remote(String title, String contentType, String hash, long version) {}
