-- SIMs: what is in stock, what accounts hold, and what happened to it.

-- SIMs as they come from the factory: global by nature, so not keyed by tenant. A row is taken in a short transaction of
-- its own (CLAIMED) and confirmed in the tenant's; a claim whose lease is over counts as none, tidied up or not.
create table sim_stock (
    sim_id          text collate "C" primary key,
    coverage        text not null check (coverage in ('g', 'jp')),
    type            text not null check (type in ('UICC', 'EUICC')),
    module_type     text not null,
    subscription    text collate "C" not null,
    iccid           text collate "C" not null unique,
    imsi            text collate "C" not null unique,
    msisdn          text collate "C" not null,
    serial_number   text collate "C" not null unique,
    secret_hash     bytea,
    for_tenant_id   text collate "C",
    state           text not null check (state in ('IN_STOCK', 'CLAIMED', 'REGISTERED', 'RETIRED')),
    claim_id        text collate "C",
    claimed_until   timestamptz,
    added_at        timestamptz not null,
    check ((state = 'CLAIMED') = (claim_id is not null and claimed_until is not null)),
    check ((state = 'RETIRED') = (secret_hash is null))
);
create index sim_stock_open on sim_stock (sim_id) where state = 'IN_STOCK';
create unique index sim_stock_claim on sim_stock (claim_id) where claim_id is not null;

-- A SIM that an account holds or held. What is due on it (its expiry, its holder's closing) is effective from the due
-- instant on; the row follows.
create table sim (
    tenant_id           text collate "C" not null,
    id                  text collate "C" not null,
    account_id          text collate "C" not null,
    coverage            text not null check (coverage in ('g', 'jp')),
    type                text not null check (type in ('UICC', 'EUICC', 'VIRTUAL')),
    module_type         text not null,
    subscription        text collate "C" not null,
    status              text not null check
                            (status in ('READY', 'ACTIVE', 'INACTIVE', 'STANDBY', 'SUSPENDED', 'TERMINATED')),
    termination_enabled boolean not null,
    expiry_at           timestamptz,
    expiry_action       text check
                            (expiry_action in ('DO_NOTHING', 'DELETE_SESSION', 'DEACTIVATE', 'SUSPEND', 'TERMINATE')),
    expiry_due_at       timestamptz,      -- when it takes effect; null once it has
    expiry_fired_at     timestamptz,
    expiry_no           integer not null, -- counts the expiries set; part of the work item's target
    speed_class         text not null,
    group_id            text collate "C",
    serial_number       text collate "C",
    ota_serial_number   text collate "C",
    imei_lock           text,
    active_profile_id   text collate "C" not null,
    primary_imsi        text collate "C" not null,
    tags                jsonb not null,
    online              boolean not null,
    session             jsonb,
    previous_session    jsonb,
    records             bigint not null,  -- rows of history so far
    renewal_set_at      timestamptz,
    registered_at       timestamptz,
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    terminated_at       timestamptz,
    purge_at            timestamptz,
    return_due          boolean not null,
    returned_at         timestamptz,
    version             bigint not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, account_id) references account (tenant_id, id),
    check ((status = 'TERMINATED') = (terminated_at is not null)),
    check ((status = 'TERMINATED') = (purge_at is not null)),
    check (status <> 'TERMINATED' or (not online and expiry_due_at is null)),
    check (expiry_at is not null or (expiry_action is null and expiry_due_at is null and expiry_fired_at is null)),
    check (expiry_at is null or expiry_due_at is not null or expiry_fired_at is not null or status = 'TERMINATED')
);
create index sim_newest on sim (tenant_id, coverage, created_at desc, id desc);
create index sim_holder on sim (tenant_id, account_id);
create index sim_in_group on sim (tenant_id, group_id) where group_id is not null;

create table sim_profile (
    tenant_id      text collate "C" not null,
    iccid          text collate "C" not null,
    sim_id         text collate "C" not null,
    primary_imsi   text collate "C" not null,
    ota_supported  boolean not null,
    arc_public_key text,
    primary key (tenant_id, iccid),
    foreign key (tenant_id, sim_id) references sim (tenant_id, id)
);
create index sim_profile_sim on sim_profile (tenant_id, sim_id);

create table sim_subscriber (
    tenant_id    text collate "C" not null,
    imsi         text collate "C" not null,
    sim_id       text collate "C" not null,
    iccid        text collate "C" not null,
    msisdn       text collate "C" not null,
    subscription text collate "C" not null,
    status       text check (status in ('SHIPPED', 'DELIVERED', 'READY', 'ACTIVE', 'TERMINATED')),
    bundles      jsonb not null,
    data         boolean not null,
    sms          boolean not null,
    is_primary   boolean not null,
    added_at     timestamptz not null,
    primary key (tenant_id, imsi),
    foreign key (tenant_id, sim_id) references sim (tenant_id, id),
    check (is_primary = (status is null)) -- the primary one stands where its SIM does
);
create index sim_subscriber_sim on sim_subscriber (tenant_id, sim_id);

-- What happened to a SIM; goes with it.
create table sim_status_history (
    tenant_id    text collate "C" not null,
    sim_id       text collate "C" not null,
    no           bigint not null,
    imsi         text collate "C" not null,
    primary_imsi text collate "C" not null,
    subscription text collate "C" not null,
    status       text not null,
    speed_class  text not null,
    group_id     text collate "C",
    bundles      jsonb not null,
    at           timestamptz not null,
    primary key (tenant_id, sim_id, no)
);

create table sim_session_event (
    tenant_id     text collate "C" not null,
    sim_id        text collate "C" not null,
    no            bigint not null,
    event         text not null check (event in ('CREATED', 'MODIFIED', 'DELETED')),
    session_id    text collate "C" not null,
    imsi          text collate "C" not null,
    imei          text,
    subscription  text collate "C" not null,
    ue_ip_address text,
    started_at    timestamptz not null,
    at            timestamptz not null,
    primary key (tenant_id, sim_id, no)
);

create table sim_group (
    tenant_id  text collate "C" not null,
    id         text collate "C" not null,
    coverage   text not null check (coverage in ('g', 'jp')),
    tags       jsonb not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id)
);
create index sim_group_newest on sim_group (tenant_id, coverage, created_at desc, id desc);
