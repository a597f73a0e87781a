-- The ground floor: accounts, credentials, work, events.
--
-- Every tenant table's keys start with tenant_id, the id of the main account, so that the schema can be distributed by
-- it. What is global by nature (directory, lifecycle_work, number_inventory) is small and has keys of its own.
-- Ids are ASCII and compared byte by byte: collation "C" keeps their order the same on every machine.

-- From any id, login name or secret's hash to the main account it belongs to. Never reused, not even after a purge.
create table directory (
    id        text collate "C" primary key,
    kind      text not null,
    tenant_id text collate "C" not null,
    target_id text collate "C" not null
);
create index directory_target on directory (tenant_id, target_id);

create table account (
    tenant_id                 text collate "C" not null,
    id                        text collate "C" not null,
    parent_id                 text collate "C",
    name                      text not null check (char_length(name) between 1 and 100),
    type                      text not null check (type in ('FULL', 'TRIAL')),
    status                    text not null check (status in ('ACTIVE', 'SUSPENDED', 'CLOSED')),
    status_cause              text check (status_cause in ('CUSTOMER', 'PLATFORM')),
    status_reason             text,
    operator_id               text collate "C",
    customer_id               text collate "C",
    advertiser_account_id     text collate "C",
    advertiser_account_number text collate "C",
    created_at                timestamptz not null,
    updated_at                timestamptz not null,
    closed_at                 timestamptz,
    purge_at                  timestamptz,
    version                   bigint not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, parent_id) references account (tenant_id, id),
    check ((parent_id is null) = (id = tenant_id)),
    check ((status = 'CLOSED') = (closed_at is not null)),
    check ((status = 'SUSPENDED') = (status_cause is not null)),
    check (purge_at is null or status = 'CLOSED')
);
create index account_newest on account (tenant_id, created_at desc, id desc);
create index account_name on account (tenant_id, name, created_at desc, id desc);
create index account_status on account (tenant_id, status, created_at desc, id desc);

-- Open subaccounts of a main account: a narrow row, so that the limit costs one update and the account's version
-- does not move.
create table subaccount_count (
    tenant_id text collate "C" primary key,
    open      integer not null check (open >= 0)
);

create table account_policy (
    tenant_id             text collate "C" primary key,
    auto_deletion         boolean not null,
    auto_deletion_warning bigint not null check (auto_deletion_warning >= 0), -- seconds
    updated_at            timestamptz not null,
    version               bigint not null
);

-- What is left of a purged account: its ids and two instants, nothing about anybody.
create table tombstone (
    tenant_id   text collate "C" not null,
    account_id  text collate "C" not null,
    parent_id   text collate "C",
    closed_at   timestamptz not null,
    purged_at   timestamptz not null,
    certificate text collate "C" not null,
    primary key (tenant_id, account_id)
);

-- Tokens that the Twilio contract returns and signs with: encrypted, never hashed.
create table auth_token (
    tenant_id            text collate "C" not null,
    account_id           text collate "C" not null,
    primary_token        bytea not null,
    secondary_token      bytea,
    created_at           timestamptz not null,
    updated_at           timestamptz not null,
    secondary_created_at timestamptz,
    version              bigint not null,
    primary key (tenant_id, account_id),
    foreign key (tenant_id, account_id) references account (tenant_id, id)
);

-- API keys, auth keys and bearer tokens: only a hash of the secret is kept.
create table credential (
    tenant_id   text collate "C" not null,
    id          text collate "C" not null,
    kind        text not null check (kind in
                    ('MAIN_KEY', 'STANDARD_KEY', 'RESTRICTED_KEY', 'AUTH_KEY', 'NATIVE_TOKEN', 'DEVELOPER_TOKEN', 'ACCESS_TOKEN')),
    account_id  text collate "C" not null,
    user_id     text collate "C",
    name        text,
    secret_hash bytea not null,
    policy      text,
    platform    boolean not null default false,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    expires_at  timestamptz,
    version     bigint not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, account_id) references account (tenant_id, id)
);
create index credential_account on credential (tenant_id, account_id, created_at desc, id desc);

-- People who log in. The e-mail is unique through the directory.
create table login_user (
    tenant_id     text collate "C" not null,
    id            text collate "C" not null,
    email         text not null,
    password_hash text,
    role          text not null check (role in ('OWNER', 'ADMIN', 'MEMBER', 'VIEWER')),
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    version       bigint not null,
    primary key (tenant_id, id)
);

-- First answers under an Idempotency-Key; the answer is encrypted, since it may show a secret once.
create table idempotency_key (
    tenant_id     text collate "C" not null,
    credential_id text collate "C" not null,
    key           text collate "C" not null,
    account_id    text collate "C" not null,
    request_hash  bytea not null,
    answer_status integer not null,
    answer_head   text not null,
    answer_body   bytea not null,
    recorded_at   timestamptz not null,
    primary key (tenant_id, credential_id, key)
);
create index idempotency_key_age on idempotency_key (recorded_at);

-- The work queue: what is due, and when. One item a kind and target.
create table lifecycle_work (
    id         bigint generated always as identity primary key,
    kind       text collate "C" not null,
    tenant_id  text collate "C" not null,
    account_id text collate "C" not null,
    target_id  text collate "C" not null,
    due_at     timestamptz not null,
    state      text not null default 'OPEN' check (state in ('OPEN', 'PARKED')),
    attempts   integer not null default 0,
    last_error text,
    unique (tenant_id, kind, target_id)
);
create index lifecycle_work_due on lifecycle_work (due_at, id) where state = 'OPEN';
create index lifecycle_work_account on lifecycle_work (tenant_id, account_id);

-- Audit, outbox and usage are append-only and partitioned by the month of recording, which is real time always.
create table audit_entry (
    tenant_id   text collate "C" not null,
    id          uuid not null default gen_random_uuid(),
    recorded_at timestamptz not null default clock_timestamp(),
    occurred_at timestamptz not null,
    account_id  text collate "C" not null,
    action      text not null,
    actor_kind  text not null,
    actor_id    text not null,
    door        text not null,
    subject     text not null,
    detail      jsonb not null,
    primary key (tenant_id, recorded_at, id)
) partition by range (recorded_at);
create table audit_entry_default partition of audit_entry default;
create index audit_entry_account on audit_entry (tenant_id, account_id, recorded_at);

create table outbox_event (
    tenant_id   text collate "C" not null,
    id          uuid not null default gen_random_uuid(),
    recorded_at timestamptz not null default clock_timestamp(),
    occurred_at timestamptz not null,
    account_id  text collate "C" not null,
    type        text not null,
    subject     text not null,
    data        jsonb not null,
    primary key (tenant_id, recorded_at, id)
) partition by range (recorded_at);
create table outbox_event_default partition of outbox_event default;
create index outbox_event_account on outbox_event (tenant_id, account_id, recorded_at);

create table usage_event (
    tenant_id   text collate "C" not null,
    id          uuid not null default gen_random_uuid(),
    recorded_at timestamptz not null default clock_timestamp(),
    occurred_at timestamptz not null,
    account_id  text collate "C" not null,
    category    text not null,
    subject     text not null,
    quantity    bigint not null,
    primary key (tenant_id, recorded_at, id)
) partition by range (recorded_at);
create table usage_event_default partition of usage_event default;
create index usage_event_account on usage_event (tenant_id, account_id, recorded_at);

-- This month's partitions and the next two; the partition job keeps two months ahead from then on.
create function curfew_create_month_partitions(months_ahead integer) returns void language plpgsql as $$
declare
    parent    text;
    month     timestamptz;
    partition text;
begin
    -- One replica at a time; the others find the partitions there.
    perform pg_advisory_xact_lock(hashtext('curfew_create_month_partitions'));
    foreach parent in array array['audit_entry', 'outbox_event', 'usage_event'] loop
        for ahead in 0..months_ahead loop
            month := date_trunc('month', clock_timestamp() at time zone 'UTC' + make_interval(months => ahead)) at time zone 'UTC';
            partition := parent || '_' || to_char(month at time zone 'UTC', 'YYYY_MM');
            if to_regclass(partition) is null then
                execute format('create table %I partition of %I for values from (%L) to (%L)',
                    partition, parent, month, ((month at time zone 'UTC') + interval '1 month') at time zone 'UTC');
            end if;
        end loop;
    end loop;
end
$$;
do $$ begin perform curfew_create_month_partitions(2); end $$;

-- Append-only means append-only, whoever asks.
create function curfew_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are never changed or removed', tg_table_name using errcode = 'restrict_violation';
end
$$;
create trigger audit_entry_append_only before update or delete on audit_entry
    for each row execute function curfew_refuse_change();
create trigger outbox_event_append_only before update or delete on outbox_event
    for each row execute function curfew_refuse_change();
create trigger usage_event_append_only before update or delete on usage_event
    for each row execute function curfew_refuse_change();
