-- Authentication, then the rows of a subaccount in one transaction.
\set n random(1, :mains)
\set high random(1, 9000000000000000000)
\set low random(1, 9000000000000000000)
select t.primary_token, t.secondary_token, m.status, xt.primary_token, a.*, x.*
from directory d
join account a on a.tenant_id = d.tenant_id and a.id = d.target_id and (a.purge_at is null or a.purge_at > clock_timestamp())
join auth_token t on t.tenant_id = a.tenant_id and t.account_id = a.id
join account m on m.tenant_id = a.tenant_id and m.id = a.tenant_id and (m.purge_at is null or m.purge_at > clock_timestamp())
join bench_main b on b.n = :n
left join account x on x.tenant_id = a.tenant_id and x.id = b.id and (x.purge_at is null or x.purge_at > clock_timestamp())
left join auth_token xt on xt.tenant_id = x.tenant_id and xt.account_id = x.id
where d.id = b.id and d.kind = 'ACCOUNT';
begin;
\startpipeline
select count(*) from bench_main b, pg_advisory_xact_lock_shared(hashtextextended(b.id, 3)) where b.n = :n;
select a.* from account a join bench_main b on b.id = a.id where b.n = :n and a.tenant_id = b.id;
\endpipeline
insert into directory (id, kind, tenant_id, target_id)
select entry.id, entry.kind, b.id, 'AC' || lpad(to_hex(:high::bigint), 16, '0') || lpad(to_hex(:low::bigint), 16, '0')
from bench_main b, (values
    ('AC' || lpad(to_hex(:high::bigint), 16, '0') || lpad(to_hex(:low::bigint), 16, '0'), 'ACCOUNT'),
    (:low::bigint::text, 'ADVERTISER_ACCOUNT'),
    ('F' || :high::bigint::text, 'ADVERTISER_NUMBER')) as entry (id, kind)
where b.n = :n on conflict (id) do nothing;
insert into account (tenant_id, id, parent_id, name, type, status, advertiser_account_id, advertiser_account_number,
    created_at, updated_at, version)
select b.id, 'AC' || lpad(to_hex(:high::bigint), 16, '0') || lpad(to_hex(:low::bigint), 16, '0'), b.id, 'bench', 'FULL',
    'ACTIVE', :low::bigint::text, 'F', clock_timestamp(), clock_timestamp(), 0
from bench_main b where b.n = :n;
insert into auth_token (tenant_id, account_id, primary_token, created_at, updated_at, version)
select b.id, 'AC' || lpad(to_hex(:high::bigint), 16, '0') || lpad(to_hex(:low::bigint), 16, '0'),
    decode(repeat('ab', 64), 'hex'), clock_timestamp(), clock_timestamp(), 0
from bench_main b where b.n = :n;
with event as materialized (
    select gen_random_uuid() as id, clock_timestamp() as at, b.id as tenant from bench_main b where b.n = :n),
audit as (
    insert into audit_entry (tenant_id, id, recorded_at, occurred_at, account_id, action, actor_kind, actor_id, door, subject,
        detail, queued)
    select tenant, id, at, at, tenant, 'account.created', 'CUSTOMER', tenant, 'bench', tenant, '{"type":"FULL"}', true
    from event),
outbox as (
    insert into outbox_event (tenant_id, id, recorded_at, occurred_at, account_id, type, subject, data, queued)
    select tenant, id, at, at, tenant, 'account.created', tenant, '{"type":"FULL"}', true from event)
insert into journal_pending (tenant_id, account_id, recorded_at, kind, row_id)
select tenant, tenant, at, 'CHANGE', id from event;
update subaccount_count set open = open + 1 where tenant_id = (select id from bench_main where n = :n) and open < 1000000;
commit;
