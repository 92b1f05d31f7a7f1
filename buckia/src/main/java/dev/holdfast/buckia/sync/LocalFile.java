package dev.holdfast.buckia.sync;

import dev.holdfast.buckia.state.Stamp;

/**
 * A file found here.
 *
 * @param path below the root, with slashes
 * @param stamp what it looks like from outside
 * @param size of its content as it would be sent
 * @param sha256 of its content, known or read now
 * @param modified milliseconds since 1970
 * @param carrier that takes it, or empty
 */
public record LocalFile(String path, Stamp stamp, long size, String sha256, long modified, String carrier) {}
