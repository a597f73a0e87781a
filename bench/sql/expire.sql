-- What a replica's worker does to two hundred SIMs of one tenant, in one transaction and as many statements.
begin;
with first as materialized (
    select id, tenant_id, target_id, due_at from lifecycle_work
    where state = 'OPEN' and due_at <= clock_timestamp() and kind = 'bench-expiry'
    order by due_at, id limit 1 for update skip locked),
alike as (
    select id, tenant_id, target_id, due_at from lifecycle_work
    where state = 'OPEN' and due_at <= clock_timestamp() and attempts = 0 and kind = 'bench-expiry'
        and tenant_id = (select tenant_id from first) and id <> (select id from first)
    order by due_at, id limit 199 for update skip locked)
select coalesce(min(tenant_id), '') as tenant, coalesce(string_agg(id::text, ','), '') as work,
    coalesce(string_agg(split_part(target_id, '@', 1), ','), '') as sims
from (select * from first union all select * from alike) claimed \gset
select count(*) as held from pg_advisory_xact_lock_shared(hashtextextended(:tenant, 3)) \gset
select count(*) as locked from (
    select s.id from sim s
    where s.tenant_id = :tenant and s.id = any(string_to_array(:sims, ','))
    order by s.id for update) l \gset
select count(*) as read from (
    select json_build_object(
        'sim', row_to_json(s), 'closed_at', least(a.closed_at, m.closed_at),
        'profiles', (select json_agg(row_to_json(p) order by p.iccid) from sim_profile p
            where p.tenant_id = s.tenant_id and p.sim_id = s.id),
        'subscribers', (select json_agg(row_to_json(u) order by u.is_primary desc, u.added_at, u.imsi)
            from sim_subscriber u where u.tenant_id = s.tenant_id and u.sim_id = s.id))::text as document
    from sim s
    join account a on a.tenant_id = s.tenant_id and a.id = s.account_id
    join account m on m.tenant_id = s.tenant_id and m.id = s.tenant_id
    where s.tenant_id = :tenant and s.id = any(string_to_array(:sims, ',')) order by s.id) d where document <> '' \gset
with updated as (
    update sim set status = 'TERMINATED', expiry_fired_at = expiry_due_at, expiry_due_at = null, records = records + 1,
        updated_at = expiry_at, terminated_at = expiry_at, purge_at = expiry_at + interval '30 days', version = version + 1
    where tenant_id = :tenant and id = any(string_to_array(:sims, ','))
    returning *),
history as (
    insert into sim_status_history
    select tenant_id, id, records, primary_imsi, primary_imsi, subscription, status, speed_class, group_id, '[]', terminated_at
    from updated)
insert into lifecycle_work (kind, tenant_id, account_id, target_id, due_at)
select 'bench-purge', tenant_id, account_id, id, purge_at from updated
on conflict (tenant_id, kind, target_id) do nothing;
with event as materialized (
    select gen_random_uuid() as id, clock_timestamp() as recorded_at, id as sim, expiry_at as at
    from sim where tenant_id = :tenant and id = any(string_to_array(:sims, ','))),
audit as (
    insert into audit_entry (tenant_id, id, recorded_at, occurred_at, account_id, action, actor_kind, actor_id, door, subject,
        detail, queued)
    select :tenant, id, recorded_at, at, :tenant, 'bench.terminated', 'WORKER', 'sim-expiry', 'worker', sim,
        '{"cause": "expiry", "from": "ACTIVE"}', true
    from event),
outbox as (
    insert into outbox_event (tenant_id, id, recorded_at, occurred_at, account_id, type, subject, data, queued)
    select :tenant, id, recorded_at, at, :tenant, 'bench.terminated', sim, '{"cause": "expiry", "from": "ACTIVE"}', true
    from event)
insert into journal_pending (tenant_id, account_id, recorded_at, kind, row_id)
select :tenant, :tenant, recorded_at, 'CHANGE', id from event;
delete from lifecycle_work where id = any(string_to_array(:work, ',')::bigint[]);
end;
