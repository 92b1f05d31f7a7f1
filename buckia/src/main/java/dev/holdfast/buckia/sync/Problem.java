package dev.holdfast.buckia.sync;

/**
 * A path that was left alone, and why.
 *
 * @param path below the root; ends with a slash for a folder with all below it
 * @param message what is the matter, for a person
 * @param failure false if nothing is wrong: links and special files are never synced
 */
public record Problem(String path, String message, boolean failure) {}
