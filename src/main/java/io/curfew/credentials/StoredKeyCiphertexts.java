package io.curfew.credentials;

import jakarta.enterprise.context.ApplicationScoped;

/** The ciphertexts of {@link StoredKeys}, for re-encryption. */
@ApplicationScoped
class StoredKeyCiphertexts implements SealedTable {
    @Override
    public String name() {
        return "secret_key";
    }

    @Override
    public int pageSize() {
        return 500;
    }

    @Override
    public String replacing(SealedColumn column) {
        return """
                with free as (
                    select k.purpose, n.fresh
                    from unnest($1::text[], $2::text[], $3::text[]) as n (purpose, kept, fresh)
                    join secret_key k on k.purpose = n.purpose
                    where k.sealed = decode(n.kept, 'hex') for update of k skip locked)
                update secret_key k set sealed = decode(free.fresh, 'hex') from free where k.purpose = free.purpose
                """;
    }
}
