package dev.holdfast.platform.ai.budget;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/** The arithmetic of a limit, and what a person is told when it is reached. */
final class Refusal {

    /** When only calls under way stand between a call and its limit, a short wait may do: they settle at less, as a rule. */
    private static final long SOON_SECONDS = 5;

    private Refusal() {}

    /** Throws BUDGET_EXCEEDED if the amount doesn't fit into what the row has left. */
    static void check(BudgetRow row, Amount limit, Amount needed, Instant now) {
        check(
                row,
                "usd",
                new Account(
                        limit.micros(), row.settled().micros(), row.reserved().micros(), needed.micros()),
                now);
        check(
                row,
                "tokens",
                new Account(
                        limit.tokens(), row.settled().tokens(), row.reserved().tokens(), needed.tokens()),
                now);
    }

    private static void check(BudgetRow row, String unit, Account account, Instant now) {
        if (account.limit == 0 || account.settled + account.reserved + account.needed <= account.limit) {
            return;
        }
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("scope", row.scope());
        numbers.put("period", row.period());
        numbers.put("unit", "usd".equals(unit) ? "microUsd" : unit);
        numbers.put("limit", account.limit);
        numbers.put("settled", account.settled);
        numbers.put("reserved", account.reserved);
        numbers.put("needed", account.needed);
        Problem problem = new Problem(Code.BUDGET_EXCEEDED, detail(row, unit, account)).with("budget", numbers);
        if (account.needed > account.limit) {
            throw problem;
        }
        boolean spent = account.settled + account.needed > account.limit;
        Instant end = row.endsBefore().atStartOfDay(ZoneOffset.UTC).toInstant();
        long wait = spent ? Math.max(1, Duration.between(now, end).toSeconds() + 1) : SOON_SECONDS;
        throw problem.withHeader("Retry-After", Long.toString(wait));
    }

    private static String detail(BudgetRow row, String unit, Account account) {
        String whose = "account".equals(row.scope()) ? "Your account" : "This space";
        return whose + " may use " + amount(unit, account.limit) + " of AI a " + row.period() + ". "
                + amount(unit, account.settled)
                + " is used and " + amount(unit, account.reserved)
                + " held by calls under way; this call may need up to "
                + amount(unit, account.needed) + ".";
    }

    private static String amount(String unit, long value) {
        return "usd".equals(unit) ? "$" + BigDecimal.valueOf(value, 6).toPlainString() : value + " tokens";
    }

    private record Account(long limit, long settled, long reserved, long needed) {}
}
