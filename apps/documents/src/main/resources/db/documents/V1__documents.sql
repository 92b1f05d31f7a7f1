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
alter table documents.contents alter column content set compression lz4;
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

do $$
declare
    name text;
begin
    foreach name in array array ['documents', 'contents', 'versions'] loop
        execute format('alter table documents.%I enable row level security', name);
        execute format('create policy member on documents.%I to holdfast_app
                            using (space_id = any ((select platform.current_spaces())::uuid[]))', name);
        execute format('create policy work on documents.%I to holdfast_worker using (true)', name);
        execute format('grant select, insert, update, delete on documents.%I to holdfast_app, holdfast_worker', name);
    end loop;
end $$;
