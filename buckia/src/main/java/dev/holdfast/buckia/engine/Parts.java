package dev.holdfast.buckia.engine;

import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.carry.Carrier;
import dev.holdfast.buckia.crypt.Seal;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a sync is made of.
 *
 * @param bucket where to
 * @param carriers take some files' contents
 * @param seal for indexes
 * @param clock for names and dates; nothing is compared by it
 * @param random for names
 */
public record Parts(
        SteadyBucket bucket, List<Carrier> carriers, Seal seal, InstantSource clock, RandomGenerator random) {

    /** Has the carriers give back what they kept for a file that isn't sent; to be called when a look at a folder ends. */
    void release() throws IOException {
        for (var carrier : carriers) {
            carrier.release();
        }
    }
}
