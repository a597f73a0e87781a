-- Authentication, then what closing writes, in one transaction; each account once.
select tenant_id as tenant, id as account from bench_open where n = (select nextval('bench_next')) \gset
select t.primary_token, t.secondary_token, m.status, xt.primary_token, a.*, x.*
from directory d
join account a on a.tenant_id = d.tenant_id and a.id = d.target_id and (a.purge_at is null or a.purge_at > clock_timestamp())
join auth_token t on t.tenant_id = a.tenant_id and t.account_id = a.id
join account m on m.tenant_id = a.tenant_id and m.id = a.tenant_id and (m.purge_at is null or m.purge_at > clock_timestamp())
left join account x on x.tenant_id = a.tenant_id and x.id = :account and (x.purge_at is null or x.purge_at > clock_timestamp())
left join auth_token xt on xt.tenant_id = x.tenant_id and xt.account_id = x.id
where d.id = :tenant and d.kind = 'ACCOUNT';
begin;
\startpipeline
select count(*) from pg_advisory_xact_lock(hashtextextended(:tenant, 3));
select * from account where tenant_id = :tenant and id in (:tenant, :account);
\endpipeline
select * from account_policy where tenant_id = :tenant;
update account set status = 'CLOSED', closed_at = clock_timestamp(), purge_at = clock_timestamp() + interval '30 days',
    updated_at = clock_timestamp(), version = version + 1 where tenant_id = :tenant and id = :account;
update subaccount_count set open = greatest(open - 1, 0) where tenant_id = :tenant;
insert into lifecycle_work (kind, tenant_id, account_id, target_id, due_at)
values ('bench-purge', :tenant, :account, :account, clock_timestamp() + interval '30 days') on conflict do nothing;
with event as materialized (select gen_random_uuid() as id, clock_timestamp() as at),
audit as (
    insert into audit_entry (tenant_id, id, recorded_at, occurred_at, account_id, action, actor_kind, actor_id, door, subject,
        detail, queued)
    select :tenant, id, at, at, :account, 'account.closed', 'CUSTOMER', :tenant, 'bench', :account, '{}', true from event),
outbox as (
    insert into outbox_event (tenant_id, id, recorded_at, occurred_at, account_id, type, subject, data, queued)
    select :tenant, id, at, at, :account, 'account.closed', :account, '{}', true from event)
insert into journal_pending (tenant_id, account_id, recorded_at, kind, row_id)
select :tenant, :account, at, 'CHANGE', id from event;
commit;
