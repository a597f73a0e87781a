package io.curfew.security;

import io.curfew.credentials.SealedColumn;
import io.curfew.credentials.SealedTable;
import jakarta.enterprise.context.ApplicationScoped;

/** The ciphertexts of remembered answers, for re-encryption. Some are as long as an answer can be. */
@ApplicationScoped
class IdempotencyCiphertexts implements SealedTable {
    @Override
    public String name() {
        return "idempotency_key";
    }

    @Override
    public int pageSize() {
        return 100;
    }

    @Override
    public String replacing(SealedColumn column) {
        return """
                with free as (
                    select k.tenant_id, k.credential_id, k.key, n.fresh
                    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
                        as n (tenant_id, credential_id, key, kept, fresh)
                    join idempotency_key k on k.tenant_id = n.tenant_id
                        and k.credential_id = n.credential_id and k.key = n.key
                    where k.answer_body = decode(n.kept, 'hex') for update of k skip locked)
                update idempotency_key k set answer_body = decode(free.fresh, 'hex') from free
                where k.tenant_id = free.tenant_id and k.credential_id = free.credential_id and k.key = free.key
                """;
    }
}
