package dev.holdfast.buckia.bucket;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A flat store of objects under keys. Every provider keeps these promises, which {@code BucketContract} checks:
 *
 * <ul>
 *   <li><b>Whole or not at all.</b> A reader sees an object's old bytes or its new ones, never a mixture or a beginning.
 *   <li><b>Durable.</b> When a writing call returns, its effect survives. When it throws, it may or may not have
 *       happened; only errors that are {@linkplain BucketError#nothingHappened() known to have no effect} exclude it.
 *   <li><b>Repeatable.</b> {@link #put} and {@link #delete} may be called again with the same arguments with the same
 *       end. A condition that its own lost answer made false shows as {@link BucketError#CONDITION_FAILED}.
 *   <li><b>Verified.</b> Bytes are checked on the way: a put whose bytes arrived changed fails with
 *       {@link BucketError#CHECKSUM}, and a download that ends early or was changed fails likewise when it is read.
 *   <li><b>Order.</b> A listing may lag behind writes and may come in any order unless {@link Traits#sorted()}; a
 *       {@link #get} of a key after its {@link #put} returned sees that put or a later one.
 *   <li><b>Errors.</b> Every failure is a {@link BucketException} of the closed vocabulary {@link BucketError}. No
 *       message holds a credential. Providers don't retry by themselves: {@code RetryingBucket} does.
 *   <li><b>Threads.</b> All methods may be called from many threads; an interrupt ends a call with
 *       {@link BucketError#CANCELED} and leaves the interrupt set.
 * </ul>
 *
 * <p>Keys are what {@link Keys#check} lets through; the same key in another Unicode form is another key.
 */
public interface Bucket extends AutoCloseable {

    /** What this provider can do; the same for the bucket's whole life. */
    Traits traits();

    /** The address for messages, without credentials: {@code s3://name/prefix}. */
    String address();

    /**
     * A page of what lies under a prefix, at any depth.
     *
     * @param prefix empty for all, else ends with {@code /}
     * @param cursor null for the first page, else the {@link ObjectPage#next()} of the page before
     * @param limit wanted number of objects, 1 to 1,000; pages may be shorter, also empty ones before the last
     */
    ObjectPage list(String prefix, @Nullable String cursor, int limit);

    /** What is known about an object without its bytes; empty if there is none. */
    Optional<ObjectInfo> head(String key);

    /**
     * Reads an object.
     *
     * @param from first byte, 0 or more; beyond the end: {@link BucketError#RANGE}, except that 0 of an empty object is fine
     * @param length number of bytes at most, or -1 for all that follow
     * @throws BucketException with {@link BucketError#NOT_FOUND} if there is none
     */
    Download get(String key, long from, long length);

    /** Reads a whole object. */
    default Download get(String key) {
        return get(key, 0, -1);
    }

    /**
     * Writes an object whole, replacing what was there. The answer comes from the provider's reply, without a further
     * request.
     *
     * @param condition other than {@link Condition#none()} only if {@link Traits} has it, else
     *     {@link BucketError#UNSUPPORTED}
     * @throws BucketException {@link BucketError#CONDITION_FAILED}, {@link BucketError#TOO_LARGE} above
     *     {@link Traits#putBytesMax()}, {@link BucketError#CHECKSUM}
     */
    ObjectInfo put(String key, Body body, Condition condition);

    /** Writes an object whole, whatever was there. */
    default ObjectInfo put(String key, Body body) {
        return put(key, body, Condition.none());
    }

    /**
     * Copies an object within the bucket, with its bytes staying there if {@link Traits#serverCopy()}, else through here. The
     * answer's size is -1 if the provider doesn't tell it.
     *
     * @throws BucketException with {@link BucketError#NOT_FOUND} if there is no source
     */
    ObjectInfo copy(String from, String to);

    /** Deletes an object; one that isn't there is as good as deleted. Older versions of it must not come to light. */
    void delete(String key);

    /** Uploads in parts, for objects that are large or whose upload should go on after an interruption. */
    Optional<Multipart> multipart();

    /**
     * Finds out quickly whether the bucket is there and the credentials open it: one cheap request.
     *
     * @throws BucketException {@link BucketError#NO_BUCKET}, {@link BucketError#CREDENTIALS}, {@link BucketError#DENIED}
     */
    default void check() {
        var unused = list("", null, 1);
    }

    /** Gives back connections. Calls under way may fail. */
    @Override
    void close();

    /** Uploads in parts. Nothing of an upload can be seen under its key before {@link #finish}. */
    interface Multipart {

        /** Begins an upload and names it. */
        String start(String key);

        /**
         * Sends a part; the same number again replaces it.
         *
         * @param number 1 to {@link Traits#partsMax()}
         */
        Part send(String key, String upload, int number, Body body);

        /** The parts that the provider has, by number; the truth for resuming. None if the upload has ended. */
        List<Part> parts(String key, String upload);

        /**
         * Makes the object of the parts given, in order of their numbers, which may have gaps.
         *
         * @throws BucketException {@link BucketError#NOT_FOUND} if the upload has ended (perhaps by a finish whose
         *     answer was lost: look at the key)
         */
        default ObjectInfo finish(String key, String upload, List<Part> parts) {
            return finish(key, upload, parts, Condition.none());
        }

        /**
         * The same, if the condition holds of what lies under the key at that moment. A provider that has conditional puts may
         * not have this one: then it is {@link BucketError#UNSUPPORTED}, or overlooked.
         *
         * @param condition other than {@link Condition#none()} only if {@link Traits} has it for puts
         * @throws BucketException {@link BucketError#CONDITION_FAILED}; the parts stay
         */
        ObjectInfo finish(String key, String upload, List<Part> parts, Condition condition);

        /**
         * What a {@link #finish} of this upload made, if it lies under the key: for a finish whose answer was lost.
         *
         * @param parts those of the upload, tagged as {@link #parts} does or with the MD5 of their bytes
         * @return empty also if the provider leaves nothing to know it by
         */
        Optional<ObjectInfo> finished(String key, String upload, List<Part> parts);

        /** Ends an upload and drops its parts; one that has ended already is fine. */
        void abort(String key, String upload);

        /** Uploads begun and not ended under a prefix, at most 1,000. */
        List<Unfinished> unfinished(String prefix);
    }

    /**
     * A part that the provider has.
     *
     * @param number its place, from 1
     * @param size in bytes
     * @param tag what {@link Multipart#finish} needs of it
     */
    record Part(int number, long size, String tag) {}

    /**
     * An upload that hasn't ended.
     *
     * @param key what it would become
     * @param upload its name
     */
    record Unfinished(String key, String upload) {}
}
