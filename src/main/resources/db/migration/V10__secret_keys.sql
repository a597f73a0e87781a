-- Keys that short secrets are kept under: what is printed on cards can be found from a plain hash by trying.

-- One key for each purpose, made at the first start and never replaced, encrypted with the configured encryption key. When
-- that one is rotated, the row is encrypted anew and the key stays.
create table secret_key (
    purpose text collate "C" primary key,
    sealed  bytea not null,
    made_at timestamptz not null
);

-- Whether secret_hash is an HMAC over the SIM and the hash of its secret, or still that hash alone. A start turns all of
-- the latter into the former; so no secret is lost.
alter table sim_stock add column secret_sealed boolean not null default false;
create index sim_stock_unsealed on sim_stock (sim_id) where not secret_sealed and secret_hash is not null;
