package dev.holdfast.buckia.sync;

/** What becomes of a file that was changed on both sides. Whatever loses its place goes to the trash or to a copy. */
public enum ConflictPolicy {
    /** The file here; for databases that this device alone writes. */
    LOCAL_WINS,
    /** The file in the bucket. */
    REMOTE_WINS,
    /** Both: the one here gets a name with its device and time. */
    KEEP_BOTH
}
