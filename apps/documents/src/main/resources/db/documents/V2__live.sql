-- What browsers that write one document together keep beside it (docs/formats/live-editing.md): an opaque state whose text is the
-- content under the etag. Forgotten when nobody touched it for a while; no version, no part of quotas or exports.
create table documents.live (
    document_id uuid primary key,
    space_id    uuid        not null,
    epoch       uuid        not null,
    etag        text        not null check (length(etag) = 64),
    state       bytea       not null check (octet_length(state) between 1 and 8388608),
    updated_at  timestamptz not null,
    foreign key (space_id, document_id) references documents.documents (space_id, id) on delete cascade
);
create index live_age on documents.live (updated_at);
alter table documents.live enable row level security;
create policy member on documents.live to holdfast_app using (space_id = any ((select platform.current_spaces())::uuid[]));
create policy work on documents.live to holdfast_worker using (true);
grant select, insert, update, delete on documents.live to holdfast_app, holdfast_worker;
