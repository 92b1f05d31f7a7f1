package dev.holdfast.platform.blobs.objects;

/**
 * Makes an object survive a power cut. S3 promises that by itself; a store over a folder that doesn't gets a bean of this
 * kind, which is called after an object was written and before a row says that it is stored.
 */
@FunctionalInterface
public interface Durability {

    /** Returns when the object can't be lost any more. Throws when that can't be had. */
    void persist(String bucket, String key);

    /** Removes what cut-off uploads left in the folder and no listing names; how many files went. */
    default int sweep() {
        return 0;
    }
}
