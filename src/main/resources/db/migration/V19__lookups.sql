-- An index that begins with the tenant offers itself for every lookup in the tenant. As long as the planner takes the
-- tenants for small, as they were when the table was analysed, it counts one row by that index and one by the whole key,
-- and may take the former: then each lookup reads all of a large tenant's rows. So a table that a tenant may have very much
-- in has one index that begins with the tenant and serves any lookup, its key. The others begin with what tells rows apart
-- in all tenants, such as the ids of accounts and SIMs, and need no tenant. Of two that promise the same, the planner takes
-- the one that was made last, so those that lookups are to take are made last.

drop index lifecycle_work_account;
create index lifecycle_work_account on lifecycle_work (account_id);

drop index idempotency_key_account;
create index idempotency_key_account on idempotency_key (account_id);

drop index credential_account;
create index credential_account on credential (account_id, created_at desc, id desc);

drop index phone_number_holder;
create index phone_number_holder on phone_number (account_id, id);
drop index phone_number_newest;
create index phone_number_newest on phone_number (account_id, created_at desc, id desc) where released_at is null;
drop index phone_number_in_use;
create unique index phone_number_in_use on phone_number (phone_number, tenant_id) where released_at is null;

-- The lists of a tree's accounts need the tenant first, so their lookups get an index that is smaller than all of them.
drop index account_parent;
create index account_parent on account (parent_id) where parent_id is not null;
create unique index account_id on account (id);

-- SIMs and what belongs to them. The server itself looks for that when it checks a foreign key.
alter table sim_profile drop constraint sim_profile_tenant_id_sim_id_fkey;
alter table sim_subscriber drop constraint sim_subscriber_tenant_id_sim_id_fkey;
drop index sim_newest;
create index sim_newest on sim (coverage, tenant_id, created_at desc, id desc);
drop index sim_holder;
create index sim_holder on sim (account_id, id);
alter table sim drop constraint sim_pkey, add primary key (tenant_id, id);

alter table sim_profile drop constraint sim_profile_pkey, add primary key (iccid, tenant_id);
drop index sim_profile_sim;
create index sim_profile_sim on sim_profile (sim_id);
alter table sim_profile add foreign key (tenant_id, sim_id) references sim (tenant_id, id);

alter table sim_subscriber drop constraint sim_subscriber_pkey, add primary key (imsi, tenant_id);
drop index sim_subscriber_sim;
create index sim_subscriber_sim on sim_subscriber (sim_id);
alter table sim_subscriber add foreign key (tenant_id, sim_id) references sim (tenant_id, id);

drop index sim_place_imsi;
create index sim_place_imsi on sim_place (imsi_hash);
