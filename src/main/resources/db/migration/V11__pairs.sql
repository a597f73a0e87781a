-- Pairs of API key and token, apart: a renewed token lives beside the old one, with rights of its own. Documents of
-- permissions are kept once for all tokens that have the same.

-- What a SAM user may do, as it was when a token was issued. The id is the documents' hash, so a row never changes but for
-- how long it is needed.
create table sam_permission_set (
    tenant_id    text collate "C" not null,
    id           text collate "C" not null,
    documents    text[] not null,
    needed_until timestamptz not null,
    primary key (tenant_id, id)
);
create index sam_permission_set_end on sam_permission_set (tenant_id, needed_until);

-- The tokens of an API key. A root user's have no permissions and may do all.
create table operator_token (
    tenant_id         text collate "C" not null,
    session_id        text collate "C" not null,
    token_hash        bytea not null,
    permission_set_id text collate "C",
    created_at        timestamptz not null,
    expires_at        timestamptz not null,
    primary key (tenant_id, session_id, token_hash),
    foreign key (tenant_id, session_id) references operator_session (tenant_id, id) on delete cascade
);

-- SAM users log in anew: nothing tells the pairs of a login from those of a switch, which an old pair may have outlived.
delete from operator_session where user_id is not null;
insert into operator_token (tenant_id, session_id, token_hash, created_at, expires_at)
select tenant_id, id, token_hash, created_at, expires_at from operator_session;

-- A session is what goes by one API key. It ends with the last of its tokens; one that was switched to ends at ends_by at
-- the latest, and names who switched.
alter table operator_session
    drop column token_hash,
    drop column permissions,
    add column ends_by             timestamptz,
    add column switched_operator   text collate "C",
    add column switched_credential text collate "C",
    add column switched_user       text collate "C",
    add column switched_user_name  text collate "C",
    add check ((switched_operator is null) = (switched_credential is null)),
    add check ((switched_operator is null) = (ends_by is null)),
    add check (switched_operator is not null or switched_user is null),
    add check ((switched_user is null) = (switched_user_name is null));
create index operator_session_user on operator_session (tenant_id, user_id);
