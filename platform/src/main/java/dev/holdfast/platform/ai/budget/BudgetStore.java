package dev.holdfast.platform.ai.budget;

import dev.holdfast.platform.ai.Tokens;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Budgets, reservations and usage in the database. */
@Repository
class BudgetStore {

    private static final String OPEN = """
            insert into platform.ai_budgets (scope, owner_id, period, starts_on)
            select l.scope, l.owner_id, l.period, l.starts_on
              from platform.ai_budget_lines(cast(:account as uuid), cast(:space as uuid), cast(:day as date)) l
             order by l.scope, l.owner_id, l.period, l.starts_on
                on conflict do nothing
            """;
    private static final String LOCK = """
            select b.scope, b.period, b.starts_on, b.settled_micros, b.settled_tokens, b.reserved_micros, b.reserved_tokens
              from platform.ai_budgets b
              join platform.ai_budget_lines(cast(:account as uuid), cast(:space as uuid), cast(:day as date)) l
                on (b.scope, b.owner_id, b.period, b.starts_on) = (l.scope, l.owner_id, l.period, l.starts_on)
             order by b.scope, b.owner_id, b.period, b.starts_on
               for update of b
            """;
    private static final String HOLD = """
            update platform.ai_budgets b
               set reserved_micros = reserved_micros + :micros, reserved_tokens = reserved_tokens + :tokens
              from platform.ai_budget_lines(cast(:account as uuid), cast(:space as uuid), cast(:day as date)) l
             where (b.scope, b.owner_id, b.period, b.starts_on) = (l.scope, l.owner_id, l.period, l.starts_on)
            """;
    private static final String RESERVE = """
            insert into platform.ai_reservations
                   (id, account_id, space_id, day, provider, model, micros, tokens, created_at, expires_at)
            values (:id, cast(:account as uuid), cast(:space as uuid), cast(:day as date), :provider, :model, :micros, :tokens,
                    :now, :expires)
            """;
    private static final String TAKE = """
            delete from platform.ai_reservations
             where id = :id
            returning account_id, space_id, day, provider, model, micros, tokens
            """;
    private static final String TAKE_EXPIRED = """
            delete from platform.ai_reservations
             where id = (select r.id from platform.ai_reservations r
                          where r.expires_at <= :now
                          order by r.expires_at
                          limit 1
                            for update skip locked)
            returning account_id, space_id, day, provider, model, micros, tokens
            """;
    private static final String CHARGE = """
            update platform.ai_budgets b
               set reserved_micros = reserved_micros - :heldMicros, reserved_tokens = reserved_tokens - :heldTokens,
                   settled_micros = settled_micros + :micros, settled_tokens = settled_tokens + :tokens
              from platform.ai_budget_lines(cast(:account as uuid), cast(:space as uuid), cast(:day as date)) l
             where (b.scope, b.owner_id, b.period, b.starts_on) = (l.scope, l.owner_id, l.period, l.starts_on)
            """;
    private static final String USE = """
            insert into platform.ai_usage as u
                   (account_id, space_id, day, provider, model, calls, uncounted, input_tokens, output_tokens, cost_micros)
            values (cast(:account as uuid), cast(:space as uuid), cast(:day as date), :provider, :model, 1, :uncounted, :input, :output,
                    :micros)
                on conflict on constraint ai_usage_key do update
               set calls = u.calls + 1, uncounted = u.uncounted + excluded.uncounted,
                   input_tokens = u.input_tokens + excluded.input_tokens, output_tokens = u.output_tokens + excluded.output_tokens,
                   cost_micros = u.cost_micros + excluded.cost_micros
            """;
    private static final String USAGE = """
            select space_id, day, provider, model, calls, uncounted, input_tokens, output_tokens, cost_micros
              from platform.ai_usage
             where account_id = cast(:account as uuid) and day >= cast(:from as date)
             order by day desc, space_id, provider, model
             limit :limit
            """;

    private final JdbcClient jdbc;

    BudgetStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Makes sure that the rows are there, and locks them in the order that every other transaction locks them in. */
    List<BudgetRow> lock(UUID account, @Nullable UUID space, LocalDate day) {
        on(OPEN, account, space, day).update();
        return on(LOCK, account, space, day).query((row, n) -> budget(row)).list();
    }

    /** Adds a reservation to rows that are locked. */
    void reserve(UUID account, LocalDate day, Reservation reservation, Instant now, Instant expires) {
        Spending spending = reservation.spending();
        Amount bound = spending.bound();
        on(HOLD, account, spending.space(), day)
                .param("micros", bound.micros())
                .param("tokens", bound.tokens())
                .update();
        on(RESERVE, account, spending.space(), day)
                .param("id", reservation.id())
                .param("provider", spending.provider())
                .param("model", spending.model().name())
                .param("micros", bound.micros())
                .param("tokens", bound.tokens())
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .param("expires", OffsetDateTime.ofInstant(expires, ZoneOffset.UTC))
                .update();
    }

    /** Takes a reservation out; nothing if somebody has. */
    Optional<Held> take(UUID id) {
        return jdbc.sql(TAKE).param("id", id).query((row, n) -> held(row)).optional();
    }

    /** Takes the oldest reservation out that has expired; nothing if there is none that nobody else is at. */
    Optional<Held> takeExpired(Instant now) {
        return jdbc.sql(TAKE_EXPIRED)
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .query((row, n) -> held(row))
                .optional();
    }

    /** Turns what was held into what was spent, in rows that are locked. */
    void charge(Held held, Amount spent) {
        on(CHARGE, held.account(), held.space(), held.day())
                .param("heldMicros", held.bound().micros())
                .param("heldTokens", held.bound().tokens())
                .param("micros", spent.micros())
                .param("tokens", spent.tokens())
                .update();
    }

    /** Counts one call. */
    void use(Held call, Tokens tokens, long micros, boolean counted) {
        on(USE, call.account(), call.space(), call.day())
                .param("provider", call.provider())
                .param("model", call.model())
                .param("uncounted", counted ? 0 : 1)
                .param("input", tokens.input())
                .param("output", tokens.output())
                .param("micros", micros)
                .update();
    }

    /** What an account has used since a day, latest first. */
    List<Usage> usage(UUID account, LocalDate from, int limit) {
        return jdbc.sql(USAGE)
                .param("account", account.toString())
                .param("from", from.toString())
                .param("limit", limit)
                .query((row, n) -> usage(row))
                .list();
    }

    private JdbcClient.StatementSpec on(String sql, UUID account, @Nullable UUID space, LocalDate day) {
        return jdbc.sql(sql)
                .param("account", account.toString())
                .param("space", space == null ? null : space.toString())
                .param("day", day.toString());
    }

    private static BudgetRow budget(ResultSet row) throws SQLException {
        return new BudgetRow(
                row.getString("scope"),
                row.getString("period"),
                row.getObject("starts_on", LocalDate.class),
                new Amount(row.getLong("settled_micros"), row.getLong("settled_tokens")),
                new Amount(row.getLong("reserved_micros"), row.getLong("reserved_tokens")));
    }

    private static Held held(ResultSet row) throws SQLException {
        return new Held(
                row.getObject("account_id", UUID.class),
                row.getObject("space_id", UUID.class),
                row.getObject("day", LocalDate.class),
                row.getString("provider"),
                row.getString("model"),
                new Amount(row.getLong("micros"), row.getLong("tokens")));
    }

    private static Usage usage(ResultSet row) throws SQLException {
        return new Usage(
                row.getObject("space_id", UUID.class),
                row.getObject("day", LocalDate.class),
                row.getString("provider"),
                row.getString("model"),
                row.getLong("calls"),
                row.getLong("uncounted"),
                new Tokens(row.getLong("input_tokens"), row.getLong("output_tokens")),
                row.getLong("cost_micros"));
    }
}
