-- Ciphertexts are bound to their row, and re-encrypted in the background when the encryption key was replaced.

-- How far that is. There is one row, made here and never replaced.
create table encryption_state (
    singleton       boolean primary key default true check (singleton),
    form            text not null check (form in ('UNBOUND', 'BINDING', 'BOUND')),
    form_since      timestamptz not null,
    former_keys     text[] not null,
    outdated_at     timestamptz,
    renewing_until  timestamptz,
    renewed_as      text,
    renewed_at      timestamptz,
    previous_rows   bigint not null default 0,
    unbound_rows    bigint not null default 0,
    unreadable_rows bigint not null default 0
);

comment on column encryption_state.form is
    'UNBOUND: written as earlier releases read it; BINDING: written bound, both forms are read; BOUND: nothing else is read';
comment on column encryption_state.former_keys is
    'fingerprints of earlier keys that something may still be encrypted with, in hex';
comment on column encryption_state.outdated_at is 'when a replica was last seen that encrypts with a key before the present one';
comment on column encryption_state.renewing_until is 'until when a replica has the re-encryption to itself; null when none has';
comment on column encryption_state.renewed_as is
    'what the ciphertexts began with, in hex, when all were last found to be of the present key and form';

-- A new installation is bound from its first ciphertext on. One of an earlier release goes on as it was for a while, since
-- replicas of that release may run beside the new ones, or come back.
insert into encryption_state (form, form_since, former_keys)
select case when i.key_check is null and not exists (select from auth_token) then 'BOUND' else 'UNBOUND' end,
       now(),
       array(select encode(used.fingerprint, 'hex')
             from (select substring(primary_token from 1 for 4) as fingerprint from auth_token
                   union
                   select substring(secondary_token from 1 for 4) from auth_token where secondary_token is not null
                   union
                   select substring(sealed from 1 for 4) from secret_key) used
             where used.fingerprint is distinct from substring(i.key_check from 1 for 4)
             order by 1)
from installation i;
