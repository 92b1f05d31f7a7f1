package dev.holdfast.buckia.state;

/**
 * What a file looked like from outside when its content was last known.
 *
 * @param size in bytes
 * @param modified nanoseconds since 1970
 * @param inode a number of the file's place on its disk; 0 where there is none
 * @param side a carrier's own number for changes beside the file; 0 without one
 */
public record Stamp(long size, long modified, long inode, long side) {
    /** Of no file. */
    public static final Stamp NONE = new Stamp(-1, 0, 0, 0);
}
