-- What is true of this installation as a whole. There is one row, made here and never replaced.
create table installation (
    singleton boolean primary key default true check (singleton),
    id uuid not null default gen_random_uuid(),
    key_check bytea
);

comment on column installation.id is 'random, never changed: what is made of it is valid in this installation only';
comment on column installation.key_check is
    'a known text under the encryption key: a start with another key is refused; null until the first start';

insert into installation default values;
