-- What the object store calls a pending upload that is sent in parts. Which parts have arrived the store alone knows.
create table platform.blob_multiparts (
    blob_id    uuid primary key references platform.blobs on delete cascade,
    upload_id  text        not null check (length(upload_id) <= 1000),
    started_at timestamptz not null
);
alter table platform.blob_multiparts enable row level security;
create policy seen on platform.blob_multiparts to holdfast_app
    using (exists (select from platform.blobs b where b.id = blob_id));
create policy work on platform.blob_multiparts to holdfast_worker using (true);
grant select, insert, delete on platform.blob_multiparts to holdfast_app;
grant select, insert, update, delete on platform.blob_multiparts to holdfast_worker;
