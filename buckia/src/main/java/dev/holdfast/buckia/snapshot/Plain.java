package dev.holdfast.buckia.snapshot;

/** When a carried file is also kept whole at its own path, where any tool can read it. */
public enum Plain {
    /** Never. */
    NEVER,
    /** When what lies there is older than a week by the bucket's own clock. */
    WEEKLY,
    /** At each sync that sends it. */
    ALWAYS
}
