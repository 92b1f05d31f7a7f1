-- The statements of PUT /api/documents/:id with the same durability, as DocumentStore and EntryStore send them.
\set n random(0, 511)
\set r random(1, 1000000000)
select id as document, account, session from bench.targets where n = :n
\gset
begin;
select e.ok, e.admin, e.spaces, e.roles, set_config('role', 'holdfast_app', true),
       set_config('holdfast.user', cast(:account as text), true), set_config('holdfast.spaces', cast(e.spaces as text), true)
  from platform.enter(cast(:account as uuid), cast(:session as uuid), null, now()) e;
with base as materialized (
    select id, space_id, title, content, content_etag, updated_by from documents.documents
     where id = cast(:document as uuid) and not deleted for update
), kept as (
    insert into documents.contents (space_id, document_id, etag, content, current_at)
    select space_id, id, content_etag, content, now() from base
    on conflict (document_id, etag) do update set current_at = excluded.current_at
    returning etag
), version as (
    insert into documents.versions (id, space_id, document_id, title, etag, kind, created_at, created_by)
    select gen_random_uuid(), base.space_id, base.id, base.title, kept.etag, 'automatic', now(), base.updated_by
      from base, kept
     where not exists (select from documents.versions v where v.document_id = base.id and v.created_at > now() - interval '10 min')
)
update documents.documents d
   set title = 'note', content = left(base.content, 2000) || cast(:r as text),
       content_etag = encode(sha256(convert_to(left(base.content, 2000) || cast(:r as text), 'UTF8')), 'hex'),
       updated_at = now(), lexemes = d.lexemes
  from base
 where d.id = base.id
returning d.space_id as space, d.content_etag as etag
\gset
insert into platform.marks (space_id, entity, record_id, op, etag, at)
values (cast(:space as uuid), 'document', cast(:document as uuid), 'upsert', cast(:etag as text), now());
commit;
