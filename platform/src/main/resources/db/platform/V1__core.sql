-- Roles of the cluster. None can log in: each transaction takes one by its first statement.
-- holdfast_app: what people do, under row-level security. holdfast_worker: what the program does across spaces.
-- holdfast_reader: owner of the definer functions that search.
do $$
declare
    name text;
begin
    foreach name in array array ['holdfast_app', 'holdfast_worker', 'holdfast_reader'] loop
        begin
            if not exists (select from pg_roles where rolname = name) then
                execute format('create role %I nologin', name);
            end if;
        exception when duplicate_object or unique_violation then
            null;
        end;
    end loop;
end $$;

grant holdfast_app, holdfast_worker to "${login}";
-- So that the owner, who need be no superuser, may hand functions to the reader.
grant holdfast_reader to current_user;
grant usage on schema platform to holdfast_app, holdfast_worker, holdfast_reader, "${login}";

-- Who acts, and where: what policies compare with. An empty or missing setting shows nothing and raises nothing.
create function platform.current_account() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('holdfast.user', true), '')::uuid;

create function platform.current_spaces() returns uuid[]
    language sql stable parallel safe
    return nullif(current_setting('holdfast.spaces', true), '')::uuid[];

create table platform.accounts (
    id                uuid primary key,
    email             text check (length(email) <= 254),
    email_verified_at timestamptz,
    password_hash     text check (length(password_hash) <= 300),
    display_name      text check (length(display_name) <= 200),
    admin             boolean     not null default false,
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    deleted_at        timestamptz
);
create unique index accounts_email on platform.accounts (lower(email)) where deleted_at is null;

create table platform.sessions (
    id           uuid primary key,
    account_id   uuid        not null references platform.accounts on delete cascade,
    user_agent   text        not null check (length(user_agent) <= 300),
    address      text        not null check (length(address) <= 60),
    created_at   timestamptz not null,
    last_used_at timestamptz not null,
    expires_at   timestamptz not null,
    revoked_at   timestamptz,
    revoked_why  text check (length(revoked_why) <= 40)
);
create index sessions_account on platform.sessions (account_id, last_used_at desc);

create table platform.spaces (
    id         uuid primary key,
    kind       text        not null check (length(kind) <= 40),
    name       text        not null check (length(name) <= 200),
    plan       text        not null default 'standard' check (length(plan) <= 40),
    settings   jsonb       not null default '{}' check (length(settings::text) <= 20000),
    created_by uuid references platform.accounts on delete set null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    deleted_at timestamptz
);

create table platform.members (
    space_id   uuid        not null references platform.spaces on delete cascade,
    account_id uuid        not null references platform.accounts on delete cascade,
    role       text        not null check (length(role) <= 40),
    created_at timestamptz not null,
    primary key (space_id, account_id)
);
create index members_account on platform.members (account_id, space_id);

-- What a write leaves in its own transaction; the numberer moves it into the feed after the commit.
create table platform.marks (
    mark      bigint generated always as identity primary key,
    space_id  uuid        not null,
    entity    text        not null check (length(entity) <= 40),
    record_id uuid        not null,
    op        text        not null check (op in ('upsert', 'delete')),
    etag      text check (length(etag) <= 100),
    at        timestamptz not null
);

-- The first statement of a transaction: is the account still there, does the session still stand, which spaces with
-- which roles. In one snapshot, by the owner's rights, because the actor has none before it has entered.
create function platform.enter(p_account uuid, p_session uuid, p_only uuid, p_now timestamptz,
                               out ok boolean, out admin boolean, out spaces uuid[], out roles text[])
    language plpgsql stable security definer set search_path = platform, pg_temp as $$
begin
    select a.deleted_at is null
               and (p_session is null or exists (select from sessions s
                                                  where s.id = p_session and s.account_id = p_account
                                                    and s.revoked_at is null and s.expires_at > p_now)),
           a.admin
      into ok, admin
      from accounts a
     where a.id = p_account;
    ok := coalesce(ok, false);
    admin := coalesce(admin, false);
    select coalesce(array_agg(m.space_id), '{}'), coalesce(array_agg(m.role), '{}')
      into spaces, roles
      from members m join spaces s on s.id = m.space_id
     where ok and m.account_id = p_account and s.deleted_at is null and (p_only is null or m.space_id = p_only);
end $$;
revoke execute on function platform.enter from public;
grant execute on function platform.enter to "${login}";

-- A new space with its first member, who is the one that acts. By the owner's rights, because a policy by space can't
-- let a row in whose space doesn't exist yet. The caller's transaction sees the space from then on.
create function platform.found_space(p_id uuid, p_kind text, p_name text, p_settings text, p_role text, p_now timestamptz)
    returns void
    language plpgsql volatile security definer set search_path = platform, pg_temp as $$
declare
    founder uuid := platform.current_account();
begin
    if founder is null then
        raise exception 'a space needs a founder';
    end if;
    insert into spaces (id, kind, name, settings, created_by, created_at, updated_at)
    values (p_id, p_kind, p_name, p_settings::jsonb, founder, p_now, p_now);
    insert into members (space_id, account_id, role, created_at) values (p_id, founder, p_role, p_now);
end $$;
revoke execute on function platform.found_space from public;
grant execute on function platform.found_space to holdfast_app;

alter table platform.accounts enable row level security;
create policy own on platform.accounts to holdfast_app
    using (id = (select platform.current_account()));
create policy fellows on platform.accounts for select to holdfast_app
    using (exists (select from platform.members m where m.account_id = accounts.id));
create policy work on platform.accounts to holdfast_worker using (true);
grant select (id, email, email_verified_at, display_name, admin, created_at, updated_at, deleted_at),
      update (display_name, updated_at) on platform.accounts to holdfast_app;
grant select, insert, update, delete on platform.accounts to holdfast_worker;

alter table platform.sessions enable row level security;
create policy own on platform.sessions to holdfast_app
    using (account_id = (select platform.current_account()));
create policy work on platform.sessions to holdfast_worker using (true);
grant select, update (revoked_at, revoked_why) on platform.sessions to holdfast_app;
grant select, insert, update, delete on platform.sessions to holdfast_worker;

alter table platform.spaces enable row level security;
create policy member on platform.spaces to holdfast_app
    using (id = any ((select platform.current_spaces())::uuid[]));
create policy work on platform.spaces to holdfast_worker using (true);
grant select, update on platform.spaces to holdfast_app;
grant select, insert, update, delete on platform.spaces to holdfast_worker;

alter table platform.members enable row level security;
create policy member on platform.members to holdfast_app
    using (space_id = any ((select platform.current_spaces())::uuid[]));
create policy work on platform.members to holdfast_worker using (true);
grant select, insert, update, delete on platform.members to holdfast_app, holdfast_worker;

alter table platform.marks enable row level security;
create policy leave on platform.marks for insert to holdfast_app
    with check (space_id = any ((select platform.current_spaces())::uuid[]));
create policy work on platform.marks to holdfast_worker using (true);
grant insert on platform.marks to holdfast_app;
grant select, insert, update, delete on platform.marks to holdfast_worker;
