-- Fleets: many SIMs of one tenant that fall due together.

-- A batch takes more of the same tenant and kind along, in the order in which they are due.
create index lifecycle_work_alike on lifecycle_work (tenant_id, kind, due_at, id) where state = 'OPEN';

-- What a group configures, by namespace and name. Kept as sent; nothing here reads it.
alter table sim_group add column configuration jsonb not null default '{}';
