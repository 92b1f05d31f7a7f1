-- Where a space's events are sent, and each sending of one (docs/formats/webhooks.md).
create table platform.webhook_endpoints (
    id               uuid primary key,
    space_id         uuid        not null references platform.spaces on delete cascade,
    url              text        not null check (length(url) <= 2000),
    events           text[]      not null check (cardinality(events) between 1 and 50),
    description      text        not null default '' check (length(description) <= 500),
    enabled          boolean     not null,
    retries_max      int         not null check (retries_max between 0 and 20),
    tolerance_sec    int         not null check (tolerance_sec between 30 and 3600),
    standard_headers boolean     not null default false,
    form             text        not null default 'platform' check (form in ('platform', 'lines')),
    secret           bytea       not null check (length(secret) <= 1000),
    old_secret       bytea check (length(old_secret) <= 1000),
    old_until        timestamptz,
    created_at       timestamptz not null,
    updated_at       timestamptz not null,
    unique (space_id, id)
);

create table platform.webhook_deliveries (
    id              uuid primary key,
    space_id        uuid        not null,
    endpoint_id     uuid        not null,
    event_id        uuid        not null,
    event_type      text        not null check (length(event_type) <= 60),
    body            text        not null check (length(body) <= 200000),
    status          text        not null check (status in ('pending', 'delivered', 'failed', 'dead')),
    attempt         int         not null default 0,
    next_at         timestamptz,
    last_error      text check (length(last_error) <= 500),
    response_status int,
    signature       text check (length(signature) <= 300),
    sent_at         timestamptz,
    created_at      timestamptz not null,
    unique (endpoint_id, event_id),
    foreign key (space_id, endpoint_id) references platform.webhook_endpoints (space_id, id) on delete cascade
);
create index webhook_deliveries_due on platform.webhook_deliveries (next_at) where next_at is not null;
create index webhook_deliveries_endpoint on platform.webhook_deliveries (endpoint_id, created_at desc, id desc);
create index webhook_deliveries_created on platform.webhook_deliveries (created_at);

-- Records whose making was told: the feed says that a record is there, not whether it is new.
create table platform.webhook_known (
    space_id  uuid not null references platform.spaces on delete cascade,
    entity    text not null check (length(entity) <= 40),
    record_id uuid not null,
    primary key (space_id, entity, record_id)
);

alter table platform.webhook_endpoints enable row level security;
create policy member on platform.webhook_endpoints to holdfast_app
    using (space_id = any ((select platform.current_spaces())::uuid[]));
create policy work on platform.webhook_endpoints to holdfast_worker using (true);
grant select, insert, update, delete on platform.webhook_endpoints to holdfast_app, holdfast_worker;

alter table platform.webhook_deliveries enable row level security;
create policy member on platform.webhook_deliveries to holdfast_app
    using (space_id = any ((select platform.current_spaces())::uuid[]));
create policy work on platform.webhook_deliveries to holdfast_worker using (true);
grant select, insert, update on platform.webhook_deliveries to holdfast_app;
grant select, insert, update, delete on platform.webhook_deliveries to holdfast_worker;

alter table platform.webhook_known enable row level security;
create policy member on platform.webhook_known to holdfast_app
    using (space_id = any ((select platform.current_spaces())::uuid[]));
create policy work on platform.webhook_known to holdfast_worker using (true);
grant select, insert, update, delete on platform.webhook_known to holdfast_worker;
