-- The queue itself: columns and indexes as db-scheduler 16 wants them. It holds ids and times, no user's data. The
-- scheduler polls it as the login, outside of any actor's transaction; the app's role reaches it through queue_job alone.
create table platform.scheduled_tasks (
    task_name            text        not null,
    task_instance        text        not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    priority             smallint,
    primary key (task_name, task_instance)
);
create index scheduled_tasks_execution_time on platform.scheduled_tasks (execution_time);
create index scheduled_tasks_last_heartbeat on platform.scheduled_tasks (last_heartbeat);
grant select, insert, update, delete on platform.scheduled_tasks to "${login}", holdfast_worker;

-- What a job is and how far it got. Its lease names the run that may write: a step checks it under the row's lock, so
-- that a run that was taken for dead changes nothing any more.
create table platform.jobs (
    id               uuid primary key,
    space_id         uuid references platform.spaces on delete set null,
    account_id       uuid references platform.accounts on delete set null,
    kind             text        not null check (length(kind) <= 60),
    status           text        not null check (status in ('queued', 'running', 'failed', 'completed', 'canceled')),
    progress_pct     smallint    not null default 0 check (progress_pct between 0 and 100),
    payload          jsonb       not null check (length(payload::text) <= 200000),
    totals           jsonb       not null default '{}' check (length(totals::text) <= 20000),
    result           jsonb check (length(result::text) <= 200000),
    checkpoint       jsonb check (length(checkpoint::text) <= 200000),
    error            text check (length(error) <= 2000),
    attempt          int         not null default 0,
    cancel_requested boolean     not null default false,
    held             boolean     not null default false,
    lease            uuid,
    created_at       timestamptz not null,
    started_at       timestamptz,
    finished_at      timestamptz
);
create index jobs_account on platform.jobs (account_id, id desc);
create index jobs_open on platform.jobs (space_id, id) where status in ('queued', 'running');
create index jobs_finished on platform.jobs (finished_at) where finished_at is not null;

-- Puts a job that the caller's transaction has written into the queue. By the owner's rights, because the app's role has
-- none on the queue; it can name no task but a job that waits.
create function platform.queue_job(p_id uuid, p_at timestamptz) returns void
    language sql volatile security definer set search_path = platform, pg_temp as $$
    insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
    select 'job', j.id::text, p_at, false, 1 from jobs j where j.id = p_id and j.status = 'queued'
        on conflict (task_name, task_instance)
        do update set execution_time = excluded.execution_time, version = scheduled_tasks.version + 1
            where not scheduled_tasks.picked;
$$;
revoke execute on function platform.queue_job from public;
grant execute on function platform.queue_job to holdfast_app, holdfast_worker;

alter table platform.jobs enable row level security;
create policy see on platform.jobs for select to holdfast_app
    using (account_id = (select platform.current_account()));
create policy steer on platform.jobs for update to holdfast_app
    using (account_id = (select platform.current_account()));
create policy leave on platform.jobs for insert to holdfast_app
    with check ((account_id is null or account_id = (select platform.current_account()))
                and (space_id is null or space_id = any ((select platform.current_spaces())::uuid[])));
create policy work on platform.jobs to holdfast_worker using (true);
grant select, insert, update on platform.jobs to holdfast_app;
grant select, insert, update, delete on platform.jobs to holdfast_worker;

-- What runs by the calendar. Rows are declared by the program at its start; what an administrator changed stays.
create table platform.schedules (
    name        text primary key check (length(name) <= 60),
    cron        text        not null check (length(cron) <= 100),
    zone        text        not null check (length(zone) <= 60),
    enabled     boolean     not null default true,
    changed     boolean     not null default false,
    next_run_at timestamptz,
    last_job_id uuid references platform.jobs on delete set null
);
grant select, insert, update, delete on platform.schedules to holdfast_worker;
