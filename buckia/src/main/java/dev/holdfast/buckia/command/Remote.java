package dev.holdfast.buckia.command;

import dev.holdfast.buckia.bucket.BucketConfig;
import java.util.Map;

/**
 * An address of a bucket, or of something in it: {@code s3://bucket/prefix}, {@code file:/folder}.
 *
 * @param provider before the colon
 * @param bucket the bucket's name, or the folder
 * @param key what follows, without a slash in front
 */
record Remote(String provider, String bucket, String key) {

    /** Whether a text is meant as an address, not as a path. */
    static boolean isAddress(String text) {
        return text.contains("://") || text.startsWith("file:") || text.startsWith("local:");
    }

    /** Reads an address. Throws an {@link IllegalArgumentException} with an example if it isn't one. */
    static Remote parse(String text) {
        int colon = text.indexOf(':');
        var provider = colon < 0 ? "" : text.substring(0, colon);
        var rest = text.substring(colon + 1);
        if (provider.equals("file") || provider.equals("local")) {
            var folder = rest.startsWith("//") ? rest.substring(2) : rest;
            if (!folder.isEmpty()) {
                return new Remote("local", folder, "");
            }
        } else if (rest.startsWith("//") && rest.length() > 2 && !provider.isEmpty()) {
            var path = rest.substring(2);
            int slash = path.indexOf('/');
            return slash < 0
                    ? new Remote(provider, path, "")
                    : new Remote(provider, path.substring(0, slash), path.substring(slash + 1));
        }
        throw new IllegalArgumentException("not a bucket's address: '" + text
                + "' (s3://bucket/prefix, linode://bucket/prefix, cubbit://bucket/prefix, b2://bucket/prefix,"
                + " bunny://zone/prefix, file:/folder)");
    }

    /** The bucket's config, with what follows its name as prefix. */
    BucketConfig config(Map<String, String> credentials) {
        var prefix = key.isEmpty() || key.endsWith("/") ? key : key + "/";
        return new BucketConfig(provider, bucket, credentials).withPrefix(prefix);
    }
}
