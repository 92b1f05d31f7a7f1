package dev.holdfast.buckia.bucket;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The contract over a bucket of a real service, below a prefix of the test's own, which is emptied afterwards. Which bucket, and
 * what opens it, the environment says: see CONTRIBUTING.md.
 */
abstract class RealBucket extends BucketContract {
    private final String provider;

    RealBucket(String provider) {
        this.provider = provider;
    }

    @Override
    protected Bucket open() {
        return Buckets.open(config(name(), variable("KEY")).withPrefix(prefix() + random() + "/"));
    }

    @Override
    protected Bucket openMissing() {
        return Buckets.open(config("holdfast-none-" + random(), variable("KEY")));
    }

    @Override
    protected Bucket openWithWrongKey() {
        return Buckets.open(config(name(), "wrong" + variable("KEY").substring(5)));
    }

    @Override
    protected void clear(Bucket used) {
        var keys = new ArrayList<String>();
        String cursor = null;
        do {
            var page = used.list("", cursor, 1_000);
            page.objects().forEach(each -> keys.add(each.key()));
            cursor = page.next();
        } while (cursor != null);
        keys.forEach(used::delete);
        used.multipart()
                .ifPresent(multipart ->
                        multipart.unfinished("").forEach(each -> multipart.abort(each.key(), each.upload())));
    }

    private BucketConfig config(String name, String key) {
        var credentials = new HashMap<String, String>();
        switch (provider) {
            case "bunny" -> credentials.put("accessKey", key);
            case "b2" -> credentials.putAll(Map.of("keyId", variable("KEY_ID"), "applicationKey", key));
            default -> credentials.putAll(Map.of("accessKeyId", variable("KEY_ID"), "secretAccessKey", key));
        }
        return new BucketConfig(provider, name, credentials)
                .withEndpoint(variables().get(named("ENDPOINT")))
                .withRegion(variables().get(named("REGION")));
    }

    private String name() {
        return path().contains("/") ? path().substring(0, path().indexOf('/')) : path();
    }

    private String prefix() {
        var below = path().contains("/") ? path().substring(path().indexOf('/') + 1) : "";
        return below.isEmpty() || below.endsWith("/") ? below : below + "/";
    }

    /** What follows {@code ://}. */
    private String path() {
        var url = variable("URL");
        if (!url.startsWith(provider + "://")) {
            throw new IllegalStateException(named("URL") + " must begin with " + provider + "://, not be " + url);
        }
        return url.substring(provider.length() + 3);
    }

    private String variable(String name) {
        var value = variables().get(named(name));
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(named("URL") + " is set, " + named(name) + " isn't");
        }
        return value;
    }

    private String named(String name) {
        return "BUCKIA_TEST_" + provider.toUpperCase(Locale.ROOT) + "_" + name;
    }

    private static Map<String, String> variables() {
        return System.getenv();
    }

    private static String random() {
        return Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
    }
}
