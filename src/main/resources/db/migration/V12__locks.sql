-- Large fleets and busy trees: what the end of an account asks for is found by an index, and writers lock no row of the
-- main account.

create index account_parent on account (tenant_id, parent_id);
create index phone_number_holder on phone_number (tenant_id, account_id, id);
create index idempotency_key_account on idempotency_key (tenant_id, account_id);

-- SIMs of an account are released and purged by pages in the order of their ids.
drop index sim_holder;
create index sim_holder on sim (tenant_id, account_id, id);
-- The protected ones stand in the way of closing it. Their status is no part of it, so that a change of status touches
-- no index.
create index sim_protected on sim (tenant_id, account_id, id) where not termination_enabled;

-- Checking it locked the main account's row for each subaccount that was made, and those who made one at the same time
-- shared that lock, whose list of holders was written anew for each. The tree's lock keeps the main account there: whoever
-- makes a subaccount has it shared, and a main account is purged after its last subaccount.
alter table account drop constraint account_tenant_id_parent_id_fkey;
