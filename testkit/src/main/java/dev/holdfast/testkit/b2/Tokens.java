package dev.holdfast.testkit.b2;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Tokens of accounts and of addresses for uploads; all end after a day. */
final class Tokens {
    private static final Duration LIFE = Duration.ofHours(24);

    private final InstantSource clock;
    private final AtomicLong count = new AtomicLong();
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

    Tokens(InstantSource clock) {
        this.clock = clock;
    }

    String newAccount(B2Key key) {
        var token = "4_account_" + count.incrementAndGet();
        accounts.put(token, new Account(key, clock.instant().plus(LIFE)));
        return token;
    }

    B2Key account(@Nullable String token) {
        var account = token == null ? null : accounts.get(token);
        if (account == null) {
            throw new B2Failure(401, "bad_auth_token", "Invalid authorization token");
        }
        if (!clock.instant().isBefore(account.end())) {
            throw new B2Failure(401, "expired_auth_token", "Authorization token has expired");
        }
        return account.key();
    }

    void expireAccounts() {
        accounts.replaceAll((token, account) -> new Account(account.key(), Instant.EPOCH));
    }

    /** A token for one upload at a time, into a bucket or a large file. */
    String newUpload(String target) {
        var token = "4_upload_" + count.incrementAndGet();
        uploads.put(token, new Upload(target, clock.instant().plus(LIFE), new AtomicBoolean()));
        return token;
    }

    Upload upload(@Nullable String token) {
        var upload = token == null ? null : uploads.get(token);
        if (upload == null) {
            throw new B2Failure(401, "bad_auth_token", "Invalid upload token");
        }
        if (!clock.instant().isBefore(upload.end())) {
            throw new B2Failure(401, "expired_auth_token", "Upload token has expired");
        }
        return upload;
    }

    void expireUploads() {
        uploads.replaceAll((token, upload) -> new Upload(upload.target(), Instant.EPOCH, upload.busy()));
    }

    private record Account(B2Key key, Instant end) {}

    record Upload(String target, Instant end, AtomicBoolean busy) {}
}
