package dev.holdfast.buckia.engine;

import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.carry.Carrier;
import dev.holdfast.buckia.crypt.Seal;
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
        SteadyBucket bucket, List<Carrier> carriers, Seal seal, InstantSource clock, RandomGenerator random) {}
