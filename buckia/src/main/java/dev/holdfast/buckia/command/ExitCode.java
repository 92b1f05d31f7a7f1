package dev.holdfast.buckia.command;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.crypt.WrongKeyException;
import dev.holdfast.buckia.state.StateException;
import dev.holdfast.buckia.sync.GuardException;
import java.nio.file.NoSuchFileException;

/** What the program's exit codes mean. */
final class ExitCode {
    static final int FINE = 0;
    static final int SOME_FAILED = 1;
    static final int USAGE = 2;
    static final int CREDENTIALS = 3;
    static final int NETWORK = 4;
    static final int DENIED = 5;
    static final int NOT_FOUND = 6;
    static final int GUARD = 7;
    static final int BUSY = 8;
    static final int CANCELED = 130;

    static final String[] HELP = {
        "0:everything is in step",
        "1:some paths failed; they are named, and the next run tries them again",
        "2:the command or the configuration is wrong",
        "3:the credentials are missing, not accepted, or the passphrase is another one",
        "4:the service couldn't be reached or kept failing",
        "5:the credentials don't allow it, or the account is full",
        "6:there is no such bucket, object or folder",
        "7:a guard stopped the sync before it changed anything",
        "8:another sync of the folder is under way, or its state can't be used",
        "130:canceled"
    };

    private ExitCode() {}

    static int of(Throwable failure) {
        return switch (failure) {
            case BucketException e -> of(e.error());
            case WrongKeyException _ -> CREDENTIALS;
            case GuardException _ -> GUARD;
            case StateException _ -> BUSY;
            case NoSuchFileException _ -> NOT_FOUND;
            case IllegalArgumentException _ -> USAGE;
            default -> SOME_FAILED;
        };
    }

    private static int of(BucketError error) {
        return switch (error) {
            case CREDENTIALS -> CREDENTIALS;
            case UNAVAILABLE, THROTTLED, CHECKSUM -> NETWORK;
            case DENIED, QUOTA -> DENIED;
            case NO_BUCKET, NOT_FOUND -> NOT_FOUND;
            case CANCELED -> CANCELED;
            case REFUSED, UNSUPPORTED, BAD_KEY -> USAGE;
            default -> SOME_FAILED;
        };
    }
}
