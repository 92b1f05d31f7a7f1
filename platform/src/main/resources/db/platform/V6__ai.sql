-- What calls to language models cost, and what they may. Money in whole micro-dollars, days in UTC.

-- One row an owner and period. What is settled was spent; what is reserved may be spent by calls under way. The sum of
-- both is what a limit is held against, under the row's lock.
create table platform.ai_budgets (
    scope           text   not null check (scope in ('account', 'space')),
    owner_id        uuid   not null,
    period          text   not null check (period in ('day', 'month')),
    starts_on       date   not null,
    settled_micros  bigint not null default 0 check (settled_micros >= 0),
    settled_tokens  bigint not null default 0 check (settled_tokens >= 0),
    reserved_micros bigint not null default 0 check (reserved_micros >= 0),
    reserved_tokens bigint not null default 0 check (reserved_tokens >= 0),
    primary key (scope, owner_id, period, starts_on)
);

-- A call under way, with the most that it can cost. One that is never settled, because its program died, is settled at
-- that most when it expires: whether the provider was reached, nobody knows. No foreign keys: an account that goes in
-- the meantime must not take away what its space still owes.
create table platform.ai_reservations (
    id         uuid primary key,
    account_id uuid        not null,
    space_id   uuid,
    day        date        not null,
    provider   text        not null check (length(provider) <= 20),
    model      text        not null check (length(model) <= 100),
    micros     bigint      not null check (micros >= 0),
    tokens     bigint      not null check (tokens >= 0),
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index ai_reservations_expiry on platform.ai_reservations (expires_at);

-- What was used. A call whose provider didn't say is counted as uncounted, at the most that it can have cost.
create table platform.ai_usage (
    account_id    uuid   not null,
    space_id      uuid,
    day           date   not null,
    provider      text   not null check (length(provider) <= 20),
    model         text   not null check (length(model) <= 100),
    calls         bigint not null check (calls >= 0),
    uncounted     bigint not null check (uncounted >= 0),
    input_tokens  bigint not null check (input_tokens >= 0),
    output_tokens bigint not null check (output_tokens >= 0),
    cost_micros   bigint not null check (cost_micros >= 0),
    constraint ai_usage_key unique nulls not distinct (account_id, day, space_id, provider, model)
);

-- The rows of ai_budgets that a call on a day falls under.
create function platform.ai_budget_lines(p_account uuid, p_space uuid, p_day date)
    returns table (scope text, owner_id uuid, period text, starts_on date)
    language sql immutable as $$
    select o.scope, o.owner_id, p.period, p.starts_on
      from (values ('account', p_account), ('space', p_space)) as o (scope, owner_id),
           (values ('day', p_day), ('month', cast(date_trunc('month', cast(p_day as timestamp)) as date))) as p (period, starts_on)
     where o.owner_id is not null
$$;
revoke execute on function platform.ai_budget_lines from public;
grant execute on function platform.ai_budget_lines to holdfast_app, holdfast_worker;

alter table platform.ai_budgets enable row level security;
create policy own on platform.ai_budgets to holdfast_app
    using (scope = 'account' and owner_id = (select platform.current_account()));
create policy member on platform.ai_budgets to holdfast_app
    using (scope = 'space' and owner_id = any ((select platform.current_spaces())::uuid[]));
create policy work on platform.ai_budgets to holdfast_worker using (true);
grant select, insert, update (reserved_micros, reserved_tokens) on platform.ai_budgets to holdfast_app;
grant select, insert, update, delete on platform.ai_budgets to holdfast_worker;

alter table platform.ai_reservations enable row level security;
create policy own on platform.ai_reservations for insert to holdfast_app
    with check (account_id = (select platform.current_account())
                and (space_id is null or space_id = any ((select platform.current_spaces())::uuid[])));
create policy work on platform.ai_reservations to holdfast_worker using (true);
grant insert on platform.ai_reservations to holdfast_app;
grant select, insert, update, delete on platform.ai_reservations to holdfast_worker;

alter table platform.ai_usage enable row level security;
create policy own on platform.ai_usage for select to holdfast_app
    using (account_id = (select platform.current_account()));
create policy work on platform.ai_usage to holdfast_worker using (true);
grant select on platform.ai_usage to holdfast_app;
grant select, insert, update, delete on platform.ai_usage to holdfast_worker;
