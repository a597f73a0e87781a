-- Phone numbers: what is for sale, and what accounts hold.

-- Every number this installation has, sold or not: global by nature, so not keyed by tenant. A row is taken in a short
-- transaction of its own (CLAIMED) and confirmed in the buyer's; from free_at on anybody may take it, whatever the
-- state says, so a claim or a quarantine ends on time though nobody has tidied up.
create table number_inventory (
    phone_number         text collate "C" primary key,
    country              text collate "C" not null,
    type                 text not null check (type in ('LOCAL', 'MOBILE', 'TOLL_FREE')),
    area_code            text collate "C",
    region               text,
    locality             text,
    rate_center          text,
    lata                 text,
    postal_code          text,
    latitude             numeric(9, 6),
    longitude            numeric(9, 6),
    voice                boolean not null,
    sms                  boolean not null,
    mms                  boolean not null,
    fax                  boolean not null,
    address_requirements text not null check (address_requirements in ('NONE', 'ANY', 'LOCAL', 'FOREIGN')),
    beta                 boolean not null,
    state                text not null check (state in ('AVAILABLE', 'CLAIMED', 'ASSIGNED', 'QUARANTINED')),
    holder_tenant_id     text collate "C",
    claim_id             text collate "C", -- the PN... id it is or will be held under
    claimed_until        timestamptz,
    quarantine_id        text collate "C", -- the PN... id it was held under last
    quarantined_until    timestamptz,
    free_at              timestamptz,
    updated_at           timestamptz not null,
    check ((state = 'ASSIGNED') = (free_at is null)),
    check ((state in ('CLAIMED', 'ASSIGNED')) = (claim_id is not null)),
    check ((state = 'CLAIMED') = (claimed_until is not null)),
    check (state not in ('CLAIMED', 'ASSIGNED') or holder_tenant_id is not null)
);
create index number_inventory_sale on number_inventory (country, type, phone_number) where free_at is not null;
create index number_inventory_area_code on number_inventory (area_code, phone_number) where free_at is not null;
create unique index number_inventory_claim on number_inventory (claim_id) where claim_id is not null;
create index number_inventory_quarantine on number_inventory (quarantine_id) where quarantine_id is not null;
create index number_inventory_holder on number_inventory (holder_tenant_id) where holder_tenant_id is not null;

-- A number as an account holds or held it. Released rows stay until the account is purged.
create table phone_number (
    tenant_id                text collate "C" not null,
    id                       text collate "C" not null,
    account_id               text collate "C" not null,
    phone_number             text collate "C" not null,
    country                  text collate "C" not null,
    type                     text not null check (type in ('LOCAL', 'MOBILE', 'TOLL_FREE')),
    voice                    boolean not null,
    sms                      boolean not null,
    mms                      boolean not null,
    fax                      boolean not null,
    address_requirements     text not null check (address_requirements in ('NONE', 'ANY', 'LOCAL', 'FOREIGN')),
    beta                     boolean not null,
    bought_on_trial          boolean not null,
    friendly_name            text not null check (char_length(friendly_name) between 1 and 64),
    api_version              text not null,
    voice_url                text,
    voice_method             text not null check (voice_method in ('GET', 'POST')),
    voice_fallback_url       text,
    voice_fallback_method    text not null check (voice_fallback_method in ('GET', 'POST')),
    voice_application_sid    text collate "C",
    voice_caller_id_lookup   boolean not null,
    voice_receive_mode       text not null check (voice_receive_mode in ('VOICE', 'FAX')),
    sms_url                  text,
    sms_method               text not null check (sms_method in ('GET', 'POST')),
    sms_fallback_url         text,
    sms_fallback_method      text not null check (sms_fallback_method in ('GET', 'POST')),
    sms_application_sid      text collate "C",
    status_callback          text,
    status_callback_method   text not null check (status_callback_method in ('GET', 'POST')),
    emergency_status         text not null check (emergency_status in ('ACTIVE', 'INACTIVE')),
    emergency_address_sid    text collate "C",
    trunk_sid                text collate "C",
    address_sid              text collate "C",
    identity_sid             text collate "C",
    bundle_sid               text collate "C",
    created_at               timestamptz not null,
    updated_at               timestamptz not null,
    released_at              timestamptz,
    version                  bigint not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, account_id) references account (tenant_id, id),
    check (trunk_sid is null or voice_application_sid is null),
    check (voice_fallback_url is null or voice_url is not null),
    check (sms_fallback_url is null or sms_url is not null)
);
create unique index phone_number_in_use on phone_number (tenant_id, phone_number) where released_at is null;
-- A tree that was never upgraded holds one number.
create unique index phone_number_trial on phone_number (tenant_id) where released_at is null and bought_on_trial;
create index phone_number_newest on phone_number (tenant_id, account_id, created_at desc, id desc)
    where released_at is null;
