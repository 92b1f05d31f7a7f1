package dev.holdfast.platform.ai.budget;

import dev.holdfast.platform.ai.Tokens;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one account used on one day of one model in one space.
 *
 * @param space null for what fell under no space
 * @param day in UTC
 * @param calls attempts that may have cost something
 * @param uncounted those among them whose provider didn't say; they are in at the most that they can have used
 * @param costMicros micro-dollars
 */
public record Usage(
        @Nullable UUID space,
        LocalDate day,
        String provider,
        String model,
        long calls,
        long uncounted,
        Tokens tokens,
        long costMicros) {}
