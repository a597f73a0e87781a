-- SIMs that may be terminated, :each of them for the operator :'operator', from number :first on.
create temp view fresh as
    select a.id as tenant_id, '8900' || n as id, '00101' || n as imsi
    from account a, generate_series(:first, :first + :each - 1) n where a.operator_id = :'operator';
insert into sim (tenant_id, id, account_id, coverage, type, module_type, subscription, status, termination_enabled,
    expiry_no, speed_class, active_profile_id, primary_imsi, tags, online, records, created_at, updated_at, return_due, version)
select tenant_id, id, tenant_id, 'g', 'UICC', 'NANO', 'plan01s', 'ACTIVE', true, 0, 's1.standard', id, imsi,
    '{"name": "bench"}', false, 0, clock_timestamp(), clock_timestamp(), false, 1
from fresh;
insert into sim_profile (tenant_id, iccid, sim_id, primary_imsi, ota_supported)
select tenant_id, id, id, imsi, false from fresh;
insert into sim_subscriber (tenant_id, imsi, sim_id, iccid, msisdn, subscription, bundles, data, sms, is_primary, added_at)
select tenant_id, imsi, id, id, '9990', 'plan01s', '[]', true, true, true, clock_timestamp() from fresh;
select id from fresh order by id;
