-- The change feed (docs/formats/change-feed.md): the latest change of each record, numbered per space.

-- One row: which history the numbers belong to, and the last number over all spaces.
create table platform.feed (
    one   boolean primary key default true check (one),
    epoch uuid   not null,
    seq   bigint not null
);
insert into platform.feed (epoch, seq) values (gen_random_uuid(), 0);

create table platform.heads (
    space_id   uuid primary key,
    head       bigint not null,
    horizon    bigint not null default 0,
    horizon_at timestamptz
) with (fillfactor = 50);

create table platform.changes (
    space_id  uuid        not null,
    entity    text        not null check (length(entity) <= 40),
    record_id uuid        not null,
    version   bigint      not null,
    seq       bigint      not null,
    op        text        not null check (op in ('upsert', 'delete')),
    etag      text check (length(etag) <= 100),
    at        timestamptz not null,
    primary key (space_id, entity, record_id),
    unique (space_id, version)
) with (fillfactor = 80);
create index changes_seq on platform.changes (seq);
create index changes_tombstones on platform.changes (at) where op = 'delete';

-- Number and checksum of the live records of each kind. A tally's first row can be a difference, so no check on its sign.
create table platform.tallies (
    space_id uuid     not null,
    entity   text     not null check (length(entity) <= 40),
    live     bigint   not null,
    checksum bit(256) not null,
    primary key (space_id, entity)
) with (fillfactor = 50);

create table platform.followers (
    name       text primary key check (length(name) <= 60),
    seq        bigint      not null,
    updated_at timestamptz not null
);

-- What was answered to a client's mutation; result is null while it is being carried out, and slim when it was large.
create table platform.sync_mutations (
    account_id   uuid        not null references platform.accounts on delete cascade,
    mutation_id  text        not null check (length(mutation_id) <= 100),
    request_hash bytea       not null,
    status       text        not null check (status in ('running', 'applied', 'conflict', 'rejected')),
    entity       text        not null check (length(entity) <= 40),
    record_id    uuid,
    etag         text check (length(etag) <= 100),
    result       text check (length(result) <= 300000),
    slim         boolean     not null default false,
    at           timestamptz not null,
    primary key (account_id, mutation_id)
);
create index sync_mutations_at on platform.sync_mutations (at);

-- Marks come and go by the thousand: vacuum early, or every look at them walks over the dead.
alter table platform.marks set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
                                autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 100000);

create function platform.fingerprint(p_entity text, p_record uuid, p_version bigint, p_etag text) returns bit(256)
    language sql stable parallel safe
    return ('x' || encode(sha256(convert_to(
        p_entity || '|' || p_record::text || '|' || p_version::text || '|' || coalesce(p_etag, ''), 'UTF8')), 'hex'))::bit(256);

alter table platform.feed enable row level security;
create policy anybody on platform.feed for select to holdfast_app using (true);
create policy work on platform.feed to holdfast_worker using (true);
grant select on platform.feed to holdfast_app;
grant select, update on platform.feed to holdfast_worker;

alter table platform.heads enable row level security;
create policy member on platform.heads for select to holdfast_app
    using (space_id = any ((select platform.current_spaces())::uuid[]));
create policy work on platform.heads to holdfast_worker using (true);
grant select on platform.heads to holdfast_app;
grant select, insert, update, delete on platform.heads to holdfast_worker;

alter table platform.changes enable row level security;
create policy member on platform.changes for select to holdfast_app
    using (space_id = any ((select platform.current_spaces())::uuid[]));
create policy work on platform.changes to holdfast_worker using (true);
grant select on platform.changes to holdfast_app;
grant select, insert, update, delete on platform.changes to holdfast_worker;

alter table platform.tallies enable row level security;
create policy member on platform.tallies for select to holdfast_app
    using (space_id = any ((select platform.current_spaces())::uuid[]));
create policy work on platform.tallies to holdfast_worker using (true);
grant select on platform.tallies to holdfast_app;
grant select, insert, update, delete on platform.tallies to holdfast_worker;

-- Readers look at the marks of their spaces: whether a round is due, and which records of a page were written again.
create policy member on platform.marks for select to holdfast_app
    using (space_id = any ((select platform.current_spaces())::uuid[]));
grant select on platform.marks to holdfast_app;

grant select, insert, update, delete on platform.followers to holdfast_worker;

alter table platform.sync_mutations enable row level security;
create policy own on platform.sync_mutations to holdfast_app
    using (account_id = (select platform.current_account()));
create policy work on platform.sync_mutations to holdfast_worker using (true);
grant select, insert, update on platform.sync_mutations to holdfast_app;
grant select, delete on platform.sync_mutations to holdfast_worker;
