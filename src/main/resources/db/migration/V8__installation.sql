-- What is true of this installation as a whole. There is one row, made here and never replaced.
create table installation (
    singleton boolean primary key default true check (singleton),
    id uuid not null default gen_random_uuid()
);

comment on column installation.id is 'random, never changed: what is made of it is valid in this installation only';

insert into installation default values;
