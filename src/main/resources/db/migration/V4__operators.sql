-- Operators: SORACOM's view of main accounts. Their users, roles, permissions, and the pairs of API key and token that
-- logins issue.

-- Users of an operator's own making (SAM users). Permissions and trust policies are JSON documents, kept as sent.
create table sam_user (
    tenant_id              text collate "C" not null,
    id                     text collate "C" not null,
    name                   text collate "C" not null check (char_length(name) between 1 and 100),
    description            text not null,
    password_hash          text,
    permission             text,
    permission_description text not null,
    trust_policy           text,
    created_at             timestamptz not null,
    updated_at             timestamptz not null,
    version                bigint not null,
    primary key (tenant_id, id),
    unique (tenant_id, name)
);

-- Permissions under a name that is given to users.
create table sam_role (
    tenant_id   text collate "C" not null,
    id          text collate "C" not null check (char_length(id) between 1 and 100),
    description text not null,
    permission  text not null,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    primary key (tenant_id, id)
);

create table sam_user_role (
    tenant_id   text collate "C" not null,
    user_id     text collate "C" not null,
    role_id     text collate "C" not null,
    attached_at timestamptz not null,
    primary key (tenant_id, user_id, role_id),
    foreign key (tenant_id, user_id) references sam_user (tenant_id, id),
    foreign key (tenant_id, role_id) references sam_role (tenant_id, id)
);
create index sam_user_role_role on sam_user_role (tenant_id, role_id);

-- What every user of the operator may do beside their own permissions.
create table sam_default_permission (
    tenant_id  text collate "C" primary key,
    permission text not null,
    updated_at timestamptz not null
);

-- Pairs of API key and token. The id is the API key's hash; the operator, and with it the tenant, is named in the token.
-- Permissions are frozen when the pair is issued: a JSON array of documents; a root user's pair has none and may do all.
create table operator_session (
    tenant_id     text collate "C" not null,
    id            text collate "C" not null,
    token_hash    bytea not null,
    credential_id text collate "C" not null,
    user_id       text collate "C",
    user_name     text collate "C",
    permissions   text,
    created_at    timestamptz not null,
    expires_at    timestamptz not null,
    primary key (tenant_id, id),
    check ((user_id is null) = (user_name is null)),
    check ((user_id is null) = (permissions is null))
);
create index operator_session_expiry on operator_session (tenant_id, expires_at);
