package dev.holdfast.buckia.bucket;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract over real services, each if the environment names a bucket of it. */
class RealBucketsTest {
    @Nested
    @EnabledIfEnvironmentVariable(
            named = "BUCKIA_TEST_S3_URL",
            matches = ".+",
            disabledReason = "names no bucket to test S3 with (CONTRIBUTING.md)")
    class S3 extends RealBucket {
        S3() {
            super("s3");
        }
    }

    @Nested
    @EnabledIfEnvironmentVariable(
            named = "BUCKIA_TEST_LINODE_URL",
            matches = ".+",
            disabledReason = "names no bucket to test Linode with (CONTRIBUTING.md)")
    class Linode extends RealBucket {
        Linode() {
            super("linode");
        }
    }

    @Nested
    @EnabledIfEnvironmentVariable(
            named = "BUCKIA_TEST_CUBBIT_URL",
            matches = ".+",
            disabledReason = "names no bucket to test Cubbit with (CONTRIBUTING.md)")
    class Cubbit extends RealBucket {
        Cubbit() {
            super("cubbit");
        }
    }

    @Nested
    @EnabledIfEnvironmentVariable(
            named = "BUCKIA_TEST_B2_URL",
            matches = ".+",
            disabledReason = "names no bucket to test B2 with (CONTRIBUTING.md)")
    class B2 extends RealBucket {
        B2() {
            super("b2");
        }
    }

    @Nested
    @EnabledIfEnvironmentVariable(
            named = "BUCKIA_TEST_BUNNY_URL",
            matches = ".+",
            disabledReason = "names no zone to test Bunny with (CONTRIBUTING.md)")
    class Bunny extends RealBucket {
        Bunny() {
            super("bunny");
        }

        /** Bunny doesn't say whether it is the zone or its password that is unknown. */
        @Override
        protected BucketError missing() {
            return BucketError.CREDENTIALS;
        }
    }
}
