grant usage on schema documents to holdfast_app, holdfast_worker, holdfast_reader;

create table documents.documents (
    id           uuid primary key,
    space_id     uuid        not null references platform.spaces on delete cascade,
    title        text        not null check (length(title) <= 500),
    content      text        not null check (octet_length(content) <= 10485760),
    content_type text        not null check (length(content_type) <= 100),
    content_etag text        not null check (length(content_etag) = 64),
    deleted      boolean     not null default false,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    updated_by   uuid references platform.accounts on delete set null,
    -- What search looks at, made by the program (docs/formats/http.md, 'Full text'); null when there is nothing to find.
    lexemes      tsvector,
    unique (space_id, id)
);
create index documents_newest on documents.documents (space_id, deleted, updated_at desc, id desc);
create index documents_lexemes on documents.documents using gin (lexemes);

-- Every content that was current once, by its etag: what versions show and what merges start from. Never changed.
create table documents.contents (
    space_id    uuid        not null,
    document_id uuid        not null,
    etag        text        not null check (length(etag) = 64),
    content     text        not null,
    -- When it was current last: bases that no version names are dropped some time after that.
    current_at  timestamptz not null,
    primary key (document_id, etag),
    foreign key (space_id, document_id) references documents.documents (space_id, id) on delete cascade
);
create index contents_age on documents.contents (current_at);

create table documents.versions (
    id          uuid primary key,
    space_id    uuid        not null,
    document_id uuid        not null,
    title       text        not null check (length(title) <= 500),
    etag        text        not null,
    kind        text        not null check (kind in ('snapshot', 'automatic')),
    created_at  timestamptz not null,
    created_by  uuid references platform.accounts on delete set null,
    foreign key (space_id, document_id) references documents.documents (space_id, id) on delete cascade,
    foreign key (document_id, etag) references documents.contents (document_id, etag)
);
create index versions_newest on documents.versions (document_id, created_at desc, id desc);

-- Links by which anybody may read one document. Of what opens them only the hash is kept.
create table documents.links (
    id          uuid primary key,
    space_id    uuid        not null,
    document_id uuid        not null,
    token_hash  bytea       not null unique,
    created_by  uuid references platform.accounts on delete set null,
    created_at  timestamptz not null,
    expires_at  timestamptz,
    revoked_at  timestamptz,
    views       bigint      not null default 0,
    foreign key (space_id, document_id) references documents.documents (space_id, id) on delete cascade
);
create index links_newest on documents.links (document_id, id desc);

-- Files. The bytes are a blob's; a row without a document is a file of the workspace itself, which an import brought.
create table documents.attachments (
    id           uuid primary key,
    space_id     uuid        not null references platform.spaces on delete cascade,
    document_id  uuid,
    blob_id      uuid        not null unique,
    file_name    text        not null check (length(file_name) <= 500),
    content_type text        not null check (length(content_type) <= 255),
    size_bytes   bigint      not null check (size_bytes >= 0),
    sha256       text        not null check (length(sha256) = 64),
    created_by   uuid references platform.accounts on delete set null,
    created_at   timestamptz not null,
    foreign key (space_id, document_id) references documents.documents (space_id, id) on delete cascade
);
create index attachments_document on documents.attachments (document_id, id);
create index attachments_space on documents.attachments (space_id, id);

-- Folders that an import brought, so that an export has the empty ones too.
create table documents.folders (
    space_id uuid not null references platform.spaces on delete cascade,
    path     text not null check (length(path) <= 500),
    primary key (space_id, path)
);

do $$
declare
    name text;
begin
    foreach name in array array ['documents', 'contents', 'versions', 'links', 'attachments', 'folders'] loop
        execute format('alter table documents.%I enable row level security', name);
        execute format('create policy member on documents.%I to holdfast_app
                            using (space_id = any ((select platform.current_spaces())::uuid[]))', name);
        execute format('create policy work on documents.%I to holdfast_worker using (true)', name);
        execute format('grant select, insert, update, delete on documents.%I to holdfast_app, holdfast_worker', name);
    end loop;
end $$;

-- Archives that somebody exported, until they expire. Of what opens them without signing in only the hash is kept.
create table documents.exports (
    id         uuid primary key,
    account_id uuid        not null references platform.accounts on delete cascade,
    blob_id    uuid        not null unique,
    token_hash bytea       not null unique,
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index exports_expiry on documents.exports (expires_at);
alter table documents.exports enable row level security;
create policy own on documents.exports to holdfast_app using (account_id = (select platform.current_account()));
create policy work on documents.exports to holdfast_worker using (true);
grant select on documents.exports to holdfast_app;
grant select, insert, update, delete on documents.exports to holdfast_worker;

-- Which documents of a workspace fit a query, best first. By the reader's rights, because the operator isn't leakproof and
-- would lose its index under a policy; the space comes from the same setting as the policy's. Every vector also holds its
-- space's id, so that one index answers for one space. Candidates are capped before they are ranked: a thousand.
create policy search on documents.documents for select to holdfast_reader using (true);
grant select (id, space_id, deleted, updated_at, lexemes) on documents.documents to holdfast_reader;

create function documents.mark_space() returns trigger
    language plpgsql as $$
begin
    new.lexemes := coalesce(new.lexemes, ''::tsvector) || array_to_tsvector(array ['@' || new.space_id::text]);
    return new;
end $$;
create trigger mark_space before insert or update of lexemes on documents.documents
    for each row execute function documents.mark_space();

create function documents.search(p_space uuid, p_query text, p_deleted boolean)
    returns table (id uuid, rank float8)
    language plpgsql stable security definer set search_path = documents, pg_temp as $$
declare
    wanted tsquery := p_query::tsquery;
begin
    if p_space = any (platform.current_spaces()) then
        return query
            select c.id, ts_rank_cd(c.lexemes, wanted)::float8
              from (select d.id, d.lexemes
                      from documents.documents d
                     where d.lexemes @@ (wanted && quote_literal('@' || p_space::text)::tsquery)
                       and d.space_id = p_space and d.deleted = p_deleted
                     limit 1000) c;
    end if;
end $$;
grant usage on schema platform to holdfast_reader;
grant create on schema documents to holdfast_reader;
alter function documents.search owner to holdfast_reader;
revoke create on schema documents from holdfast_reader;
revoke execute on function documents.search from public;
grant execute on function documents.search to holdfast_app;

-- The tables of the first plan that the platform keeps, with that plan's columns. Whoever looks sees what they may see in the
-- tables behind; nobody sees a password's hash.
create view documents.users with (security_invoker = true) as
    select id, email, cast(null as text) as password_hash, display_name, created_at
      from platform.accounts
     where deleted_at is null;
create view documents.workspaces with (security_invoker = true) as
    select s.id,
           (select m.account_id from platform.members m
             where m.space_id = s.id and m.role = 'owner'
             order by m.created_at, m.account_id limit 1) as owner_id,
           s.name, s.created_at
      from platform.spaces s
     where s.kind = 'workspace' and s.deleted_at is null;
create view documents.workspace_members with (security_invoker = true) as
    select m.space_id as workspace_id, m.account_id as user_id, m.role
      from platform.members m
      join platform.spaces s on s.id = m.space_id
     where s.kind = 'workspace' and s.deleted_at is null;
create view documents.document_versions with (security_invoker = true) as
    select v.id, v.document_id, c.content, v.created_by, v.created_at
      from documents.versions v
      join documents.contents c on c.document_id = v.document_id and c.etag = v.etag;
grant select on documents.users, documents.workspaces, documents.workspace_members, documents.document_versions
    to holdfast_app, holdfast_worker;
