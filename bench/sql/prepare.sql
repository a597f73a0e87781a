-- What pgbench picks its accounts from: numbered, since its variables are numbers.
drop table if exists bench_main, bench_sub, bench_open;
drop sequence if exists bench_next;
create table bench_main as
    select row_number() over () as n, id from account where parent_id is null and name like 'bench %';
create table bench_sub as
    select row_number() over () as n, tenant_id, id from account where parent_id is not null limit 20000;
create table bench_open as
    select row_number() over () as n, tenant_id, id from account where parent_id is not null and status = 'ACTIVE'
    order by id desc;
create sequence bench_next;
alter table bench_main add primary key (n);
alter table bench_sub add primary key (n);
alter table bench_open add primary key (n);
analyze;
