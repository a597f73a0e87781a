-- Advertisers: Microsoft Advertising's view of main accounts (customers) and subaccounts (advertiser accounts), and the
-- people who work with them.

-- People are called by number there, so everybody's id is one. Those of before get theirs here.
create temporary table person_number on commit drop as
    select tenant_id, id, (100000000000000 + floor(random() * 899999999999999))::bigint::text collate "C" as number
    from login_user;
update credential c set user_id = n.number
    from person_number n where c.tenant_id = n.tenant_id and c.user_id = n.id;
update directory d set target_id = n.number
    from person_number n where d.tenant_id = n.tenant_id and d.target_id = n.id;
insert into directory (id, kind, tenant_id, target_id)
    select number, 'USER', tenant_id, number from person_number;
update login_user u set id = n.number
    from person_number n where u.tenant_id = n.tenant_id and u.id = n.id;

alter table login_user
    add column first_name      text,
    add column last_name       text,
    add column account_manager boolean not null default false;
create index login_user_newest on login_user (tenant_id, created_at desc, id desc);

-- What a person may do, by customer. The row belongs to the person's own tree; the customer may be another one, as an
-- agency's customers are. Without account ids it is every account of the customer, present and future.
create table user_role (
    tenant_id          text collate "C" not null,
    user_id            text collate "C" not null,
    role               text not null check (role in
                           ('SUPER_ADMIN', 'AGGREGATOR', 'STANDARD_USER', 'CAMPAIGN_MANAGER', 'VIEWER')),
    customer_tenant_id text collate "C" not null,
    customer_id        text collate "C" not null,
    account_ids        text[] collate "C",
    link_permission    text check (link_permission in ('ADMINISTRATIVE', 'STANDARD', 'LINKED_ENTITY_ONLY')),
    primary key (tenant_id, user_id, role, customer_tenant_id),
    foreign key (tenant_id, user_id) references login_user (tenant_id, id)
);
insert into user_role (tenant_id, user_id, role, customer_tenant_id, customer_id)
    select u.tenant_id, u.id, 'SUPER_ADMIN', a.id, a.customer_id
    from login_user u join account a on a.tenant_id = u.tenant_id and a.id = u.tenant_id
    where u.role = 'OWNER';

create index credential_user on credential (tenant_id, user_id) where user_id is not null;

-- What an advertiser account has beyond the account itself. An account that only other doors have written has no row,
-- and reads as one with defaults.
create table advertiser_account (
    tenant_id                      text collate "C" not null,
    account_id                     text collate "C" not null,
    draft                          boolean not null,
    currency_code                  text not null,
    language                       text not null,
    time_zone                      text not null,
    auto_tag_type                  text not null,
    primary_user_id                bigint,
    payment_method_id              bigint,
    backup_payment_instrument_id   bigint,
    sold_to_payment_instrument_id  bigint,
    billing_threshold_amount       numeric(19, 4),
    business_address               text,
    linked_agencies                text,
    tax_information                text not null,
    forward_compatibility_map      text not null,
    modified_by                    bigint,
    -- The account's version after that write: once it has moved on, the last write was another door's.
    modified_version               bigint,
    primary key (tenant_id, account_id),
    foreign key (tenant_id, account_id) references account (tenant_id, id)
);

-- The same of a customer.
create table customer (
    tenant_id                 text collate "C" not null,
    account_id                text collate "C" not null,
    industry                  text not null,
    market_country            text not null,
    market_language           text not null,
    address                   text,
    forward_compatibility_map text not null,
    modified_by               bigint,
    modified_version          bigint,
    primary key (tenant_id, account_id),
    foreign key (tenant_id, account_id) references account (tenant_id, id)
);

-- Searches are within a customer: by id, by number, by the beginning of a name.
create index account_advertiser_id on account (tenant_id, advertiser_account_id) where parent_id is not null;
create index account_advertiser_number on account (tenant_id, advertiser_account_number) where parent_id is not null;
create index account_name_prefix on account (tenant_id, lower(name) text_pattern_ops) where parent_id is not null;
