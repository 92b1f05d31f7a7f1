-- What was done, by whom (docs/formats/audit-chain.md). Entries are inserted with the act and never changed, but for the
-- erasure of what is personal in them; links seal them in batches. Both are partitioned by month, so that what is older
-- than six years goes in O(1). The default partitions take in what no month's partition was made for in time.
create table platform.audit_entries (
    at         timestamptz not null,
    id         uuid        not null,
    space_id   uuid,
    account_id uuid,
    actor_kind text        not null check (length(actor_kind) <= 20),
    actor_role text check (length(actor_role) <= 40),
    action     text        not null check (length(action) <= 60),
    entity     text        not null check (length(entity) <= 40),
    entity_id  uuid,
    personal   text check (length(personal) <= 100000),
    salt       bytea check (length(salt) = 16),
    digest     bytea       not null check (length(digest) = 32),
    primary key (at, id)
) partition by range (at);
create table platform.audit_entries_default partition of platform.audit_entries default;
create index audit_entries_space on platform.audit_entries (space_id, at desc, id desc);
create index audit_entries_account on platform.audit_entries (account_id, at desc, id desc);
create index audit_entries_entity on platform.audit_entries (entity_id, at desc, id desc) where entity_id is not null;

-- Entries that no link seals yet.
create table platform.audit_unsealed (
    at    timestamptz not null,
    id    uuid        not null,
    chain uuid        not null,
    primary key (at, id)
);

create table platform.audit_links (
    sealed_at     timestamptz not null,
    chain         uuid        not null,
    seq           bigint      not null check (seq > 0),
    entry_at      timestamptz not null,
    entry_id      uuid        not null,
    content       bytea       not null check (length(content) = 32),
    previous_hash bytea check (length(previous_hash) <= 64),
    hash          bytea       not null check (length(hash) <= 64)
) partition by range (sealed_at);
create table platform.audit_links_default partition of platform.audit_links default;
create index audit_links_chain on platform.audit_links (chain, seq);
create index audit_links_entry on platform.audit_links (entry_id);

-- The last link of each chain, and the last one that was dropped with its month.
create table platform.audit_heads (
    chain     uuid primary key,
    seq       bigint      not null,
    hash      bytea       not null check (length(hash) <= 64),
    sealed_at timestamptz not null,
    base_seq  bigint      not null default 0,
    base_hash bytea check (length(base_hash) <= 64)
);

-- Partitions for the month of a time and some after it. By the owner's rights. What the default partition took in for
-- such a month moves over. Nobody has rights on a partition itself: policies hold on the parent alone.
create function platform.prepare_audit(p_now timestamptz, p_months int) returns int
    language plpgsql volatile security definer set search_path = platform, pg_temp as $$
declare
    parent text;
    month  timestamp;
    name   text;
    low    timestamptz;
    high   timestamptz;
    made   int := 0;
begin
    perform pg_advisory_xact_lock(hashtext('platform.prepare_audit'));
    foreach parent in array array ['audit_entries', 'audit_links'] loop
        for m in 0 .. least(p_months, 24) loop
            month := date_trunc('month', p_now at time zone 'UTC') + make_interval(months => m);
            name := parent || to_char(month, '"_"YYYY"_"MM');
            continue when to_regclass('platform.' || name) is not null;
            low := month at time zone 'UTC';
            high := (month + interval '1 month') at time zone 'UTC';
            execute format('create table platform.%I (like platform.%I including defaults including constraints)', name, parent);
            execute format('alter table platform.%I enable row level security', name);
            execute format('with moved as (delete from platform.%I where %I >= %L and %I < %L returning *) insert into platform.%I select * from moved',
                           parent || '_default', case parent when 'audit_entries' then 'at' else 'sealed_at' end, low,
                           case parent when 'audit_entries' then 'at' else 'sealed_at' end, high, name);
            execute format('alter table platform.%I attach partition platform.%I for values from (%L) to (%L)', parent, name, low, high);
            made := made + 1;
        end loop;
    end loop;
    return made;
end $$;
revoke execute on function platform.prepare_audit from public;
grant execute on function platform.prepare_audit to holdfast_worker;

-- Drops the partitions of months that ended by a time, and remembers where each chain goes on. By the owner's rights.
-- Gives up after three seconds when somebody reads them; the next run tries again.
create function platform.drop_audit(p_before timestamptz) returns int
    language plpgsql volatile security definer set search_path = platform, pg_temp set lock_timeout = '3s' as $$
declare
    part    record;
    dropped int := 0;
begin
    for part in
        select c.relname as name, split_part(c.relname, '_', 2) as kind,
               (to_timestamp(right(c.relname, 7), 'YYYY_MM')::timestamp + interval '1 month') at time zone 'UTC' as ends
          from pg_inherits i
          join pg_class c on c.oid = i.inhrelid
         where i.inhparent in ('platform.audit_entries'::regclass, 'platform.audit_links'::regclass)
           and c.relname ~ '_\d{4}_\d{2}$'
         order by c.relname
    loop
        continue when part.ends > p_before;
        if part.kind = 'links' then
            execute format('update platform.audit_heads h set base_seq = l.seq, base_hash = l.hash
                              from (select distinct on (chain) chain, seq, hash from platform.%I order by chain, seq desc) l
                             where l.chain = h.chain', part.name);
        end if;
        execute format('drop table platform.%I', part.name);
        dropped := dropped + 1;
    end loop;
    return dropped;
end $$;
revoke execute on function platform.drop_audit from public;
grant execute on function platform.drop_audit to holdfast_worker;

alter table platform.audit_entries enable row level security;
alter table platform.audit_entries_default enable row level security;
create policy own on platform.audit_entries for select to holdfast_app
    using (account_id = (select platform.current_account()) or space_id = any ((select platform.current_spaces())::uuid[]));
create policy leave on platform.audit_entries for insert to holdfast_app
    with check (account_id is not distinct from (select platform.current_account())
                and (space_id is null or space_id = any ((select platform.current_spaces())::uuid[])));
create policy work on platform.audit_entries to holdfast_worker using (true);
grant select, insert on platform.audit_entries to holdfast_app, holdfast_worker;
grant update (personal, salt) on platform.audit_entries to holdfast_worker;

alter table platform.audit_unsealed enable row level security;
create policy leave on platform.audit_unsealed for insert to holdfast_app with check (true);
create policy work on platform.audit_unsealed to holdfast_worker using (true);
grant insert on platform.audit_unsealed to holdfast_app;
grant select, insert, delete on platform.audit_unsealed to holdfast_worker;

-- A link holds ids and hashes alone; people read the links of the entries that they may read.
alter table platform.audit_links enable row level security;
alter table platform.audit_links_default enable row level security;
create policy own on platform.audit_links for select to holdfast_app
    using (exists (select from platform.audit_entries e where e.at = entry_at and e.id = entry_id));
create policy work on platform.audit_links to holdfast_worker using (true);
grant select on platform.audit_links to holdfast_app;
grant select, insert on platform.audit_links to holdfast_worker;

alter table platform.audit_heads enable row level security;
create policy work on platform.audit_heads to holdfast_worker using (true);
grant select, insert, update on platform.audit_heads to holdfast_worker;

-- Keys of the program, each set of them encrypted under the master key, which isn't in the database.
create table platform.keysets (
    name       text primary key check (length(name) <= 40),
    sealed     bytea       not null check (length(sealed) <= 100000),
    promote_at timestamptz,
    changed_at timestamptz not null
);
alter table platform.keysets enable row level security;
create policy work on platform.keysets to holdfast_worker using (true);
grant select, insert, update on platform.keysets to holdfast_worker;
