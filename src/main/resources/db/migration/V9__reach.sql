-- How far an access token reaches. One that the platform operator issued acts wherever its user has a role; one that a tree
-- issued for a user of its own acts in that tree, whatever the user may do elsewhere by now.
alter table credential add column every_tree boolean not null default false;

update credential c set every_tree = true
where c.kind = 'ACCESS_TOKEN'
  and exists (
    select 1 from audit_entry e
    where e.tenant_id = c.tenant_id and e.account_id = c.account_id and e.subject = c.id
      and e.action = 'credential.created' and e.actor_kind = 'PLATFORM');
