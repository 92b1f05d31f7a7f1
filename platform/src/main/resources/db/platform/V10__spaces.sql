-- Invitations to addresses that have no account yet, or not a verified one.
create table platform.invites (
    id          uuid primary key,
    space_id    uuid        not null references platform.spaces on delete cascade,
    email       text        not null check (length(email) <= 254),
    role        text        not null check (length(role) <= 40),
    token_hash  bytea       not null unique,
    invited_by  uuid references platform.accounts on delete set null,
    created_at  timestamptz not null,
    expires_at  timestamptz not null,
    accepted_at timestamptz
);
create unique index invites_open on platform.invites (space_id, lower(email)) where accepted_at is null;

alter table platform.invites enable row level security;
create policy member on platform.invites to holdfast_app
    using (space_id = any ((select platform.current_spaces())::uuid[]));
create policy work on platform.invites to holdfast_worker using (true);
grant select, insert, update, delete on platform.invites to holdfast_app, holdfast_worker;

-- An account's id by its e-mail address, for an invitation: by the owner's rights, because people don't see each other.
create function platform.invitee(p_email text, out account uuid, out verified boolean)
    language sql stable security definer set search_path = platform, pg_temp as $$
    select id, email_verified_at is not null from accounts where lower(email) = lower(p_email) and deleted_at is null
$$;
revoke execute on function platform.invitee from public;
grant execute on function platform.invitee to holdfast_app;

-- Takes the invitation that the token opens: the acting account becomes a member. Null when there is no such open one.
create function platform.accept_invite(p_token_hash bytea, p_now timestamptz, out space uuid, out role text)
    language plpgsql volatile security definer set search_path = platform, pg_temp as $$
begin
    update invites i set accepted_at = p_now
     where i.token_hash = p_token_hash and i.accepted_at is null and i.expires_at > p_now
       and exists (select from spaces s where s.id = i.space_id and s.deleted_at is null)
    returning i.space_id, i.role into space, role;
    if space is not null then
        insert into members (space_id, account_id, role, created_at)
        values (space, current_account(), role, p_now)
        on conflict on constraint members_pkey do nothing;
    end if;
end $$;
revoke execute on function platform.accept_invite from public;
grant execute on function platform.accept_invite to holdfast_app;

-- Brings a deleted space back for the acting account, if it holds the role there and the deletion is young enough.
create function platform.restore_space(p_space uuid, p_role text, p_deleted_after timestamptz, p_now timestamptz)
    returns boolean
    language plpgsql volatile security definer set search_path = platform, pg_temp as $$
begin
    update spaces s set deleted_at = null, updated_at = p_now
     where s.id = p_space and s.deleted_at > p_deleted_after
       and exists (select from members m where m.space_id = s.id and m.account_id = current_account() and m.role = p_role);
    return found;
end $$;
revoke execute on function platform.restore_space from public;
grant execute on function platform.restore_space to holdfast_app;
