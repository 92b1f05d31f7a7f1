-- What this database is for. One row, written at the first use; a program of another environment is refused.
create table platform.installation (
    only_one    boolean     primary key default true check (only_one),
    environment text        not null check (environment in ('dev', 'stage', 'prod')),
    claimed_at  timestamptz not null
);
