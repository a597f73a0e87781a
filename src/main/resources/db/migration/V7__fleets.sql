-- Fleets: many SIMs of one tenant that fall due together.

-- A batch takes more of the same tenant and kind along, in the order in which they are due.
create index lifecycle_work_alike on lifecycle_work (tenant_id, kind, due_at, id) where state = 'OPEN';

-- Where a SIM that is no more stood in lists: pages that end with it go on from there. Its IMSI is a hash, for it is
-- what a network knows a person by.
create table sim_place (
    tenant_id    text collate "C" not null,
    id           text collate "C" not null,
    coverage     text not null,
    imsi_hash    bytea not null,
    created_at   timestamptz not null,
    primary key (tenant_id, id)
);
create index sim_place_imsi on sim_place (tenant_id, imsi_hash);

-- What a group configures, by namespace and name. Kept as sent; nothing here reads it.
alter table sim_group add column configuration jsonb not null default '{}';
