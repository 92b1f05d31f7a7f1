-- Counts of rate limits that all nodes share, and answers that wait for the same request to come again (docs/formats/http.md).

-- One row a bucket; the id holds no address and no name, only their hash. Written by the login itself, outside of the
-- transactions of verbs, because a refused request must count although nothing else of it is kept.
create table platform.rate_limits (
    id         text primary key check (length(id) <= 100),
    state      bytea  not null check (length(state) <= 1000),
    expires_at bigint not null,
    explicit_lock bigint
);
create index rate_limits_expiry on platform.rate_limits (expires_at);
alter table platform.rate_limits enable row level security;
create policy work on platform.rate_limits to "${login}" using (true);
grant select, insert, update, delete on platform.rate_limits to "${login}";

-- One row a request with an Idempotency-Key, from its start: no answer yet means that it runs. The answer is sealed, because
-- it may hold a secret that is shown once.
create table platform.idempotent_requests (
    account_id  uuid        not null references platform.accounts on delete cascade,
    scope       bytea       not null check (length(scope) = 32),
    fingerprint bytea       not null check (length(fingerprint) = 32),
    run         uuid        not null,
    started_at  timestamptz not null,
    expires_at  timestamptz not null,
    answer      bytea check (length(answer) <= 20000000),
    primary key (account_id, scope)
);
create index idempotent_requests_expiry on platform.idempotent_requests (expires_at);
alter table platform.idempotent_requests enable row level security;
create policy own on platform.idempotent_requests to holdfast_app
    using (account_id = (select platform.current_account()));
create policy work on platform.idempotent_requests to holdfast_worker using (true);
grant select, insert, update, delete on platform.idempotent_requests to holdfast_app, holdfast_worker;
