-- Due work: the wait after a failure has a column of its own, so that an item stays dated at the instant it fell due.

alter table lifecycle_work add column not_before timestamptz; -- next attempt; null while none has failed

drop index lifecycle_work_due;
create index lifecycle_work_ready on lifecycle_work (greatest(due_at, not_before), id) where state = 'OPEN';
-- Only what has not failed is taken along; what has would be in the way at the front.
drop index lifecycle_work_alike;
create index lifecycle_work_alike on lifecycle_work (tenant_id, kind, due_at, id) where state = 'OPEN' and attempts = 0;

-- When the latest month began that was charged. Each charge moves it on in its own statement, so none is repeated.
alter table phone_number add column charged_month timestamptz;

-- What was given up and waits for a person: counted by kind, and listed, of everybody or of a tree.
create index lifecycle_work_parked on lifecycle_work (id) where state = 'PARKED';
create index lifecycle_work_parked_of on lifecycle_work (tenant_id, id) where state = 'PARKED';

-- The service makes months itself now: created, filled and attached in steps of their own.
drop function curfew_create_month_partitions(integer);
