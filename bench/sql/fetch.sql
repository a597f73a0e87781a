-- The statement that authenticates and fetches, for a random subaccount.
\set n random(1, :subs)
select t.primary_token, t.secondary_token, m.status, xt.primary_token, a.*, x.*
from directory d
join account a on a.tenant_id = d.tenant_id and a.id = d.target_id and (a.purge_at is null or a.purge_at > clock_timestamp())
join auth_token t on t.tenant_id = a.tenant_id and t.account_id = a.id
join account m on m.tenant_id = a.tenant_id and m.id = a.tenant_id and (m.purge_at is null or m.purge_at > clock_timestamp())
join bench_sub b on b.n = :n
left join account x on x.tenant_id = a.tenant_id and x.id = b.id and (x.purge_at is null or x.purge_at > clock_timestamp())
left join auth_token xt on xt.tenant_id = x.tenant_id and xt.account_id = x.id
where d.id = b.tenant_id and d.kind = 'ACCOUNT';
