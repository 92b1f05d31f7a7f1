-- What proves who somebody is, beside a password: tokens by e-mail, passkeys, recovery codes, codes of an authenticator app.

-- Links that were mailed. Only the hash is kept; a token is deleted by its use. A row without an account is what an unknown
-- address leaves behind, so that asking for it takes as long as for a known one.
create table platform.email_tokens (
    hash       bytea primary key check (length(hash) = 32),
    account_id uuid references platform.accounts on delete cascade,
    purpose    text        not null check (purpose in ('verify', 'change', 'reset')),
    email      text        not null check (length(email) <= 254),
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index email_tokens_account on platform.email_tokens (account_id, purpose);
create index email_tokens_expires on platform.email_tokens (expires_at);

-- Public keys of passkeys (WebAuthn Level 3, credential records). The user handle is what the authenticator knows the account by.
create table platform.passkeys (
    id              uuid primary key,
    account_id      uuid        not null references platform.accounts on delete cascade,
    credential_id   bytea       not null unique check (length(credential_id) between 1 and 1023),
    user_handle     bytea       not null check (length(user_handle) between 1 and 64),
    attested        bytea       not null check (length(attested) <= 4000),
    sign_count      bigint      not null check (sign_count >= 0),
    backup_eligible boolean     not null,
    backed_up       boolean     not null,
    transports      text[]      not null check (cardinality(transports) <= 10),
    name            text        not null check (length(name) <= 200),
    created_at      timestamptz not null,
    last_used_at    timestamptz
);
create index passkeys_account on platform.passkeys (account_id, id);

-- Ceremonies that were begun: the challenge that the browser must sign, for one purpose and one account. Deleted by their end.
create table platform.passkey_ceremonies (
    id           uuid primary key,
    purpose      text        not null check (purpose in ('signup', 'register', 'login')),
    account_id   uuid references platform.accounts on delete cascade,
    challenge    bytea       not null check (length(challenge) = 32),
    user_handle  bytea check (length(user_handle) between 1 and 64),
    email        text check (length(email) <= 254),
    display_name text check (length(display_name) <= 200),
    expires_at   timestamptz not null
);
create index passkey_ceremonies_expires on platform.passkey_ceremonies (expires_at);
create index passkey_ceremonies_account on platform.passkey_ceremonies (account_id);

-- Codes that open an account once each. They hold 100 random bits, so a fast hash suffices.
create table platform.recovery_codes (
    account_id uuid        not null references platform.accounts on delete cascade,
    hash       bytea       not null check (length(hash) = 32),
    created_at timestamptz not null,
    primary key (account_id, hash)
);

-- Secrets of authenticator apps (RFC 6238), sealed. last_step: the last time step whose code was taken; none is taken twice.
create table platform.totp (
    account_id   uuid primary key references platform.accounts on delete cascade,
    sealed       bytea       not null check (length(sealed) <= 1000),
    last_step    bigint      not null default 0,
    created_at   timestamptz not null,
    confirmed_at timestamptz
);

-- Sign-ins whose password was right and that wait for the second factor.
create table platform.second_steps (
    hash       bytea primary key check (length(hash) = 32),
    account_id uuid        not null references platform.accounts on delete cascade,
    failures   int         not null default 0,
    expires_at timestamptz not null
);
create index second_steps_account on platform.second_steps (account_id);
create index second_steps_expires on platform.second_steps (expires_at);

-- Hashes, challenges and sealed secrets are the worker's: people's own transactions are granted nothing where nothing is
-- granted below, and their policies show each their own should that ever change.
alter table platform.email_tokens enable row level security;
create policy own on platform.email_tokens to holdfast_app
    using (account_id = (select platform.current_account()));
create policy work on platform.email_tokens to holdfast_worker using (true);
grant select, insert, update, delete on platform.email_tokens to holdfast_worker;

alter table platform.passkeys enable row level security;
create policy own on platform.passkeys to holdfast_app
    using (account_id = (select platform.current_account()));
create policy work on platform.passkeys to holdfast_worker using (true);
grant select, update (name), delete on platform.passkeys to holdfast_app;
grant select, insert, update, delete on platform.passkeys to holdfast_worker;

alter table platform.passkey_ceremonies enable row level security;
create policy own on platform.passkey_ceremonies to holdfast_app
    using (account_id = (select platform.current_account()));
create policy work on platform.passkey_ceremonies to holdfast_worker using (true);
grant select, insert, update, delete on platform.passkey_ceremonies to holdfast_worker;

alter table platform.recovery_codes enable row level security;
create policy own on platform.recovery_codes to holdfast_app
    using (account_id = (select platform.current_account()));
create policy work on platform.recovery_codes to holdfast_worker using (true);
grant select, insert, update, delete on platform.recovery_codes to holdfast_worker;

-- A person's own transactions see whether there is a second factor, not its secret.
alter table platform.totp enable row level security;
create policy own on platform.totp for select to holdfast_app
    using (account_id = (select platform.current_account()));
create policy work on platform.totp to holdfast_worker using (true);
grant select (account_id, created_at, confirmed_at) on platform.totp to holdfast_app;
grant select, insert, update, delete on platform.totp to holdfast_worker;

alter table platform.second_steps enable row level security;
create policy own on platform.second_steps to holdfast_app
    using (account_id = (select platform.current_account()));
create policy work on platform.second_steps to holdfast_worker using (true);
grant select, insert, update, delete on platform.second_steps to holdfast_worker;
