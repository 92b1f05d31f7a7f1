-- What is known of bytes in the object store (docs/formats/blobs.md). A blob is a space's, or an account's own. Rows
-- outlive their owner, because the bytes outlive the last row that wanted them by the time that backups reach back.
create table platform.blobs (
    id             uuid primary key,
    space_id       uuid references platform.spaces on delete set null,
    account_id     uuid references platform.accounts on delete set null,
    scope          text        not null check (length(scope) <= 40),
    target         jsonb       not null default '{}' check (length(target::text) <= 2000),
    file_name      text        not null check (length(file_name) <= 255),
    content_type   text        not null check (length(content_type) <= 200),
    declared_bytes bigint check (declared_bytes >= 0),
    reserved_bytes bigint      not null default 0 check (reserved_bytes >= 0),
    state          text        not null check (state in ('pending', 'stored', 'refused', 'expired', 'purging', 'gone')),
    refusal        text check (length(refusal) <= 500),
    object_key     text unique check (length(object_key) <= 200),
    size_bytes     bigint check (size_bytes >= 0),
    sha256         text check (length(sha256) = 64),
    created_by     uuid references platform.accounts on delete set null,
    created_at     timestamptz not null,
    expires_at     timestamptz not null,
    stored_at      timestamptz,
    deleted_at     timestamptz,
    purge_at       timestamptz,
    check (space_id is null or account_id is null),
    check ((state in ('stored', 'purging')) = (object_key is not null)),
    check (state not in ('stored', 'purging') or size_bytes is not null and sha256 is not null),
    check (state = 'pending' or reserved_bytes = 0),
    check ((deleted_at is null) = (purge_at is null))
);
create index blobs_space on platform.blobs (space_id, scope, id desc) where state in ('pending', 'stored');
create index blobs_account on platform.blobs (account_id, scope, id desc) where state in ('pending', 'stored');
create index blobs_pending on platform.blobs (expires_at) where state = 'pending';
create index blobs_purge on platform.blobs (purge_at) where purge_at is not null;

-- Keys that bytes are being written to, named before the first byte: together with blobs.object_key they are all keys
-- that the collector must leave alone. A row goes in the transaction in which its key becomes a blob's, or is given up.
create table platform.blob_copies (
    object_key text primary key check (length(object_key) <= 200),
    blob_id    uuid        not null references platform.blobs on delete cascade,
    started_at timestamptz not null
);

-- Exact sums by owner (a space's or an account's id), kept by the statements that change a blob's part in them.
create table platform.blob_usage (
    owner_id       uuid primary key,
    used_bytes     bigint not null default 0 check (used_bytes >= 0),
    reserved_bytes bigint not null default 0 check (reserved_bytes >= 0)
);

alter table platform.blobs enable row level security;
create policy member on platform.blobs to holdfast_app
    using (space_id = any ((select platform.current_spaces())::uuid[]));
create policy own on platform.blobs to holdfast_app
    using (account_id = (select platform.current_account()));
create policy work on platform.blobs to holdfast_worker using (true);
grant select, insert, update on platform.blobs to holdfast_app;
grant select, insert, update, delete on platform.blobs to holdfast_worker;

alter table platform.blob_copies enable row level security;
create policy seen on platform.blob_copies to holdfast_app
    using (exists (select from platform.blobs b where b.id = blob_id));
create policy work on platform.blob_copies to holdfast_worker using (true);
grant select, insert, delete on platform.blob_copies to holdfast_app;
grant select, insert, update, delete on platform.blob_copies to holdfast_worker;

alter table platform.blob_usage enable row level security;
create policy member on platform.blob_usage to holdfast_app
    using (owner_id = any ((select platform.current_spaces())::uuid[]));
create policy own on platform.blob_usage to holdfast_app
    using (owner_id = (select platform.current_account()));
create policy work on platform.blob_usage to holdfast_worker using (true);
grant select, insert, update on platform.blob_usage to holdfast_app;
grant select, insert, update, delete on platform.blob_usage to holdfast_worker;
