-- Ways in: refresh tokens, API keys, accounts at outside issuers; what slows guessing; the keys that sign access tokens.

-- A session's refresh tokens. Each is used once; a used one that comes again ends the session, unless the request repeats
-- the Idempotency-Key of the first use soon after: then the same answer is given again (sealed: it holds tokens).
create table platform.refresh_tokens (
    hash       bytea primary key check (length(hash) = 32),
    session_id uuid        not null references platform.sessions on delete cascade,
    created_at timestamptz not null,
    used_at    timestamptz,
    replay_key bytea check (length(replay_key) = 32),
    replay     bytea check (length(replay) <= 10000)
);
create index refresh_tokens_session on platform.refresh_tokens (session_id, used_at);
create index refresh_tokens_replay on platform.refresh_tokens (session_id) where replay is not null;

create table platform.signing_keys (
    id             text primary key check (length(id) <= 100),
    public_jwk     text        not null check (length(public_jwk) <= 2000),
    private_sealed bytea       not null check (length(private_sealed) <= 4000),
    created_at     timestamptz not null,
    signs_until    timestamptz not null,
    verifies_until timestamptz not null
);

-- Failed sign-ins by what was named (the hash of an e-mail address), whether or not there is such an account.
create table platform.sign_in_failures (
    subject       bytea primary key check (length(subject) = 32),
    failures      integer     not null check (failures > 0),
    failed_at     timestamptz not null,
    blocked_until timestamptz
);
create index sign_in_failures_failed on platform.sign_in_failures (failed_at);

create table platform.api_keys (
    id           uuid primary key,
    account_id   uuid        not null references platform.accounts on delete cascade,
    space_id     uuid references platform.spaces on delete cascade,
    name         text        not null check (length(name) <= 200),
    prefix       text        not null check (length(prefix) <= 20),
    hash         bytea       not null unique check (length(hash) = 32),
    scopes       text[]      not null check (cardinality(scopes) between 1 and 50),
    created_at   timestamptz not null,
    last_used_at timestamptz,
    expires_at   timestamptz
);
create index api_keys_account on platform.api_keys (account_id, id);

-- Who an account is at an outside issuer.
create table platform.account_links (
    issuer     text        not null check (length(issuer) <= 500),
    subject    text        not null check (length(subject) <= 255),
    account_id uuid        not null references platform.accounts on delete cascade,
    created_at timestamptz not null,
    primary key (issuer, subject)
);
create index account_links_account on platform.account_links (account_id);

-- Tokens never leave the worker's hands: people's own transactions don't see these three at all.
alter table platform.refresh_tokens enable row level security;
create policy work on platform.refresh_tokens to holdfast_worker using (true);
grant select, insert, update, delete on platform.refresh_tokens to holdfast_worker;

alter table platform.signing_keys enable row level security;
create policy work on platform.signing_keys to holdfast_worker using (true);
grant select, insert, delete on platform.signing_keys to holdfast_worker;

alter table platform.sign_in_failures enable row level security;
create policy work on platform.sign_in_failures to holdfast_worker using (true);
grant select, insert, update, delete on platform.sign_in_failures to holdfast_worker;

alter table platform.api_keys enable row level security;
create policy own on platform.api_keys to holdfast_app
    using (account_id = (select platform.current_account()))
    with check (account_id = (select platform.current_account())
        and (space_id is null or space_id = any ((select platform.current_spaces())::uuid[])));
create policy work on platform.api_keys to holdfast_worker using (true);
grant select (id, account_id, space_id, name, prefix, scopes, created_at, last_used_at, expires_at), insert, delete
    on platform.api_keys to holdfast_app;
grant select, insert, update, delete on platform.api_keys to holdfast_worker;

alter table platform.account_links enable row level security;
create policy own on platform.account_links to holdfast_app
    using (account_id = (select platform.current_account()));
create policy work on platform.account_links to holdfast_worker using (true);
grant select, delete on platform.account_links to holdfast_app;
grant select, insert, update, delete on platform.account_links to holdfast_worker;

-- A person may close their own account.
grant update (deleted_at) on platform.accounts to holdfast_app;

-- Whether an account has a password, without showing its hash; of accounts not one's own: false.
create function platform.has_password(p_account uuid) returns boolean
    language sql stable security definer set search_path = platform, pg_temp as $$
    select exists (select from accounts
                    where id = p_account and password_hash is not null
                      and (current_account() is null or id = current_account()))
$$;
revoke execute on function platform.has_password from public;
grant execute on function platform.has_password to holdfast_app, holdfast_worker;
