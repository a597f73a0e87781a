-- A person has one password and any number of memberships: rows of login_user, each in the tree that has invited them. Who
-- has not accepted an invitation has no person yet. Persons are not one tree's, so they are kept apart from the trees.
-- Several may give the same address: nobody has shown that it is theirs, and none of them is told of the others.
create table person (
    id            text collate "C" primary key,
    email         text collate "C" not null,
    password_hash text not null,
    memberships   integer not null check (memberships >= 0),
    created_at    timestamptz not null,
    updated_at    timestamptz not null
);
create index person_email on person (email, created_at, id);

insert into person (id, email, password_hash, memberships, created_at, updated_at)
    select 'PE' || md5(tenant_id || id), email, password_hash, 1, created_at, updated_at
    from login_user where password_hash is not null;

alter table login_user add column person_id text collate "C";
update login_user set person_id = 'PE' || md5(tenant_id || id) where password_hash is not null;
alter table login_user drop column password_hash;
create index login_user_email on login_user (tenant_id, email);

-- An address leads to the one operator whose root user logs in with it. Other people's addresses are their tree's alone.
delete from directory d
    where d.kind = 'EMAIL' and not exists (
        select 1 from login_user u where u.tenant_id = d.tenant_id and u.id = d.target_id and u.role = 'OWNER');

-- Tokens that let somebody choose a password, once. Only their hashes are kept.
create table invitation (
    tenant_id  text collate "C" not null,
    id         text collate "C" not null,
    user_id    text collate "C" not null,
    kind       text not null check (kind in ('MEMBERSHIP', 'PASSWORD_RESET')),
    token_hash bytea not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at    timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, user_id, kind),
    foreign key (tenant_id, user_id) references login_user (tenant_id, id)
);
create index invitation_expiry on invitation (tenant_id, expires_at);
