-- SIMs of some of the main accounts that all terminate: from :at on, spread over :spread seconds. :first is the number of
-- the first one, :each how many each account gets, :kind the kind of their work: sim-expiry, or one that no replica knows.
create temp view fleet as
    select tenant_id, '8900' || n as id, '00101' || n as imsi,
        date_trunc('milliseconds', timestamptz :'at' + random() * interval '1 second' * :spread) as due
    from (select id as tenant_id, row_number() over (order by id) - 1 as no from account
          where parent_id is null order by id limit :tenants) t,
        generate_series(:first + no * :each, :first + no * :each + :each - 1) n;
insert into sim (tenant_id, id, account_id, coverage, type, module_type, subscription, status, termination_enabled,
    expiry_at, expiry_action, expiry_due_at, expiry_no, speed_class, active_profile_id, primary_imsi, tags, online, records,
    created_at, updated_at, return_due, version)
select tenant_id, id, tenant_id, 'g', 'UICC', 'NANO', 'plan01s', 'ACTIVE', true, due, 'TERMINATE', due, 1, 's1.standard',
    id, imsi, '{"name": "bench"}', false, 0, clock_timestamp(), clock_timestamp(), false, 1
from fleet;
insert into sim_profile (tenant_id, iccid, sim_id, primary_imsi, ota_supported)
select tenant_id, id, id, primary_imsi, false from sim where expiry_at >= timestamptz :'at';
insert into sim_subscriber (tenant_id, imsi, sim_id, iccid, msisdn, subscription, bundles, data, sms, is_primary, added_at)
select tenant_id, primary_imsi, id, id, '9990', subscription, '[]', true, true, true, created_at
from sim where expiry_at >= timestamptz :'at';
insert into lifecycle_work (kind, tenant_id, account_id, target_id, due_at)
select :'kind', tenant_id, account_id, id || '@1', expiry_due_at from sim where expiry_at >= timestamptz :'at';
analyze sim, sim_profile, sim_subscriber, lifecycle_work;
