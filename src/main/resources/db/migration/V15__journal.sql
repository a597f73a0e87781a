-- The journal: an order of the audit and of the events that readers can rely on, and personal values kept apart from both.

-- What is committed and has no position yet. Writers add a row in the statement that writes the entry; a sealer takes it
-- out. Global and small: rows of all tenants, a second's worth of them.
create table journal_pending (
    -- Rows below the oldest transaction in progress are all there; so a sealer need not look at them again, which matters
    -- where a transaction that is left open keeps the dead ones from being cleaned up.
    xid         bigint not null default cast(cast(pg_current_xact_id() as text) as bigint),
    seq         bigint generated always as identity,
    tenant_id   text collate "C" not null,
    account_id  text collate "C" not null,
    recorded_at timestamptz not null,
    kind        text not null check (kind in ('CHANGE', 'AUDIT', 'EVENT')),
    row_id      uuid not null,
    primary key (xid, seq)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- The position of each tenant's last row.
create table journal_head (
    tenant_id text collate "C" primary key,
    position  bigint not null
) with (fillfactor = 50);

-- CHANGE: audit_entry and outbox_event have a row each, with this instant and id. AUDIT, EVENT: only that table has one.
create table journal (
    tenant_id   text collate "C" not null,
    position    bigint not null,
    account_id  text collate "C" not null,
    recorded_at timestamptz not null,
    kind        text not null check (kind in ('CHANGE', 'AUDIT', 'EVENT')),
    row_id      uuid not null,
    primary key (tenant_id, position)
);

-- What the audit and the events say about people, beside the entries that hold only a commitment to it: the SHA-256 of the
-- salt followed by the value in UTF-8. A purge erases these rows, and the entries stay as they are.
create table audit_personal (
    tenant_id   text collate "C" not null,
    account_id  text collate "C" not null,
    recorded_at timestamptz not null,
    row_id      uuid not null,
    field       text not null,
    salt        bytea not null,
    value       text not null,
    primary key (tenant_id, recorded_at, row_id, field)
);
create index audit_personal_account on audit_personal (tenant_id, account_id);
create index audit_personal_age on audit_personal using brin (recorded_at);

-- Whether the writer has put its row into journal_pending itself; else a trigger does, for replicas of an older version and
-- for whoever writes by hand. From here on nobody writes until this migration has ended.
alter table audit_entry add column queued boolean not null default false;
alter table outbox_event add column queued boolean not null default false;

create function curfew_queue_for_journal() returns trigger language plpgsql as $$
begin
    insert into journal_pending (tenant_id, account_id, recorded_at, kind, row_id)
    values (new.tenant_id, new.account_id, new.recorded_at, tg_argv[0], new.id);
    return null;
end
$$;
create trigger audit_entry_queue after insert on audit_entry
    for each row when (not new.queued) execute function curfew_queue_for_journal('AUDIT');
create trigger outbox_event_queue after insert on outbox_event
    for each row when (not new.queued) execute function curfew_queue_for_journal('EVENT');

-- What was recorded before has its order by then.
insert into journal (tenant_id, position, account_id, recorded_at, kind, row_id)
select tenant_id, row_number() over (partition by tenant_id order by recorded_at, kind, id), account_id, recorded_at, kind, id
from (
    select tenant_id, account_id, recorded_at, 'AUDIT' as kind, id from audit_entry
    union all
    select tenant_id, account_id, recorded_at, 'EVENT', id from outbox_event) earlier;
insert into journal_head (tenant_id, position)
select tenant_id, max(position) from journal group by tenant_id;

create index journal_account on journal (tenant_id, account_id, position);
create trigger journal_append_only before update or delete on journal
    for each row execute function curfew_refuse_change();

-- Addresses of callers, and reasons that people wrote, leave the entries that hold them; those of purged accounts for good.
create temporary table personal on commit drop as
select 'audit_entry' as of_table, e.tenant_id, e.account_id, e.recorded_at, e.id, f.field,
    uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt, e.detail ->> f.field as value
from audit_entry e cross join (values ('address'), ('reason')) as f (field)
where e.detail ->> f.field <> '' and (f.field = 'address' or e.action in ('work.retried', 'work.dropped'))
union all
select 'outbox_event', e.tenant_id, e.account_id, e.recorded_at, e.id, 'reason',
    uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), e.data ->> 'reason'
from outbox_event e
where e.data ->> 'reason' <> '' and e.type in ('work.retried', 'work.dropped');

create temporary table committed on commit drop as
select of_table, tenant_id, recorded_at, id,
    jsonb_object_agg(field, 'sha256:' || encode(sha256(salt || convert_to(value, 'UTF8')), 'hex')) as commitments
from personal group by of_table, tenant_id, recorded_at, id;

insert into audit_personal (tenant_id, account_id, recorded_at, row_id, field, salt, value)
select tenant_id, account_id, recorded_at, id, field, salt, value from personal p
where not exists (select from tombstone t where t.tenant_id = p.tenant_id and t.account_id = p.account_id);

alter table audit_entry disable trigger audit_entry_append_only;
update audit_entry e set detail = e.detail || c.commitments from committed c
where c.of_table = 'audit_entry' and e.tenant_id = c.tenant_id and e.recorded_at = c.recorded_at and e.id = c.id;
alter table audit_entry enable trigger audit_entry_append_only;
alter table outbox_event disable trigger outbox_event_append_only;
update outbox_event e set data = e.data || c.commitments from committed c
where c.of_table = 'outbox_event' and e.tenant_id = c.tenant_id and e.recorded_at = c.recorded_at and e.id = c.id;
alter table outbox_event enable trigger outbox_event_append_only;
