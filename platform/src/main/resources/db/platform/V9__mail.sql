-- E-mail that waits or went. The sealed part holds subject and text: they carry links that let one in.
create table platform.outbox (
    id         uuid primary key,
    recipient  text        not null check (length(recipient) <= 254),
    sealed     bytea       not null check (length(sealed) <= 100000),
    status     text        not null check (status in ('waiting', 'sent', 'failed')),
    attempts   int         not null default 0,
    next_at    timestamptz not null,
    last_error text check (length(last_error) <= 500),
    at         timestamptz not null,
    sent_at    timestamptz
);
create index outbox_waiting on platform.outbox (next_at) where status = 'waiting';
create index outbox_at on platform.outbox (at);

-- Anybody's transaction may leave a message, nobody but the program reads it.
alter table platform.outbox enable row level security;
create policy leave on platform.outbox for insert to holdfast_app with check (status = 'waiting' and attempts = 0);
create policy work on platform.outbox to holdfast_worker using (true);
grant insert on platform.outbox to holdfast_app;
grant select, insert, update, delete on platform.outbox to holdfast_worker;
