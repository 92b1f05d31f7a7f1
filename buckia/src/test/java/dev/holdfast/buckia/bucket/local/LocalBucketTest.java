package dev.holdfast.buckia.bucket.local;

import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.BucketContract;
import dev.holdfast.buckia.bucket.BucketError;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LocalBucketTest extends BucketContract {
    @Override
    protected Bucket open() throws Exception {
        return new LocalBucket(Files.createDirectory(scratch.resolve("bucket")));
    }

    @Override
    protected Bucket openMissing() {
        return new LocalBucket(scratch.resolve("missing"));
    }

    @Override
    protected @Nullable Bucket openWithWrongKey() {
        return null;
    }

    @Test
    void fileAndFolderExcludeEachOther() {
        bucket.put("a", text("x"));
        assertError(BucketError.BAD_KEY, () -> bucket.put("a/b", text("y")));
        bucket.put("c/d", text("x"));
        assertError(BucketError.BAD_KEY, () -> bucket.put("c", text("y")));
    }

    @Test
    void linksAreNotFollowed() throws Exception {
        Path outside = Files.writeString(scratch.resolve("secret"), "secret");
        Files.createSymbolicLink(scratch.resolve("bucket/link"), outside);

        org.assertj.core.api.Assertions.assertThat(bucket.head("link")).isEmpty();
        org.assertj.core.api.Assertions.assertThat(bucket.list("", null, 10).objects())
                .isEmpty();
    }
}
