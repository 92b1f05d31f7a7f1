package dev.holdfast.testkit.gates.source;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A member or type that isn't used here.
 *
 * @param rule the rule's short name
 * @param name matches what is written, with and without the package: {@code Instant.now}
 * @param instead what to write in its place
 * @param allowed matches the paths that may use it
 */
record BannedCall(String rule, Pattern name, String instead, Pattern allowed) {
    private static final String NOWHERE = "(?!)";

    /** The only files that ask the machine what time it is: the platform's default, the program's start, the tests' clock. */
    private static final String CLOCK_FILE = "platform/src/main/java/dev/holdfast/platform/PlatformConfiguration\\.java"
            + "|server/src/main/java/dev/holdfast/server/run/Program\\.java"
            + "|buckia/src/main/java/dev/holdfast/buckia/bucket/MachineClock\\.java"
            + "|testkit/src/main/java/dev/holdfast/testkit/SettableClock\\.java";

    private static final String IDS_FILE = "(?:platform/src/main/java/dev/holdfast/platform/Ids\\.java|bench/.+)";
    private static final String COMMAND_LINE_FILES =
            "(?:(?:server|buckia)/src/main/java/dev/holdfast/(?:server/Main\\.java|(?:.+/)?command/.+)|bench/.+/Bench\\.java)";
    private static final String DATES = "(?:java\\.time\\.)?(?:Instant|LocalDate|LocalTime|LocalDateTime|ZonedDateTime"
            + "|OffsetDateTime|OffsetTime|Year|YearMonth)\\.now";

    static final List<BannedCall> ALL = List.of(
            of("clock", DATES, "inject java.time.InstantSource, or use the transaction's now()", CLOCK_FILE),
            of(
                    "clock",
                    "(?:java\\.lang\\.)?System\\.currentTimeMillis|(?:java\\.time\\.)?Clock\\.(?:system|tick)\\w*"
                            + "|(?:java\\.time\\.)?InstantSource\\.system|new (?:java\\.util\\.)?Date\\(\\)",
                    "inject java.time.InstantSource",
                    CLOCK_FILE),
            of("random-id", "(?:java\\.util\\.)?UUID\\.randomUUID", "inject dev.holdfast.platform.Ids", IDS_FILE),
            of(
                    "sleep",
                    "(?:java\\.lang\\.)?Thread\\.sleep|(?:.+\\.)?TimeUnit\\.\\w+\\.sleep",
                    "wait on a signal: a latch, a condition, a queue",
                    NOWHERE),
            of(
                    "console",
                    "(?:java\\.lang\\.)?System\\.(?:out|err)",
                    "log through SLF4J; only command line classes print",
                    COMMAND_LINE_FILES),
            of("stack-trace", ".*\\.?printStackTrace", "log the exception or throw it on", COMMAND_LINE_FILES),
            of("mockito", "org\\.mockito\\b.*|.*\\.bean\\.override\\.mockito\\b.*", "use the real part", NOWHERE),
            of("lombok", "lombok\\b.*", "write a record", NOWHERE));

    boolean matches(String path, String written) {
        return name.matcher(written).matches() && !allowed.matcher(path).matches();
    }

    private static BannedCall of(String rule, String name, String instead, String allowed) {
        return new BannedCall(rule, Pattern.compile(name), instead, Pattern.compile(allowed));
    }
}
