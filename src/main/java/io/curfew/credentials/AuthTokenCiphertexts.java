package io.curfew.credentials;

import jakarta.enterprise.context.ApplicationScoped;

/** The auth tokens' ciphertexts, for re-encryption. It leaves the row's version alone, since the token stays the same. */
@ApplicationScoped
class AuthTokenCiphertexts implements SealedTable {
    private static final String PRIMARY = """
            with free as (
                select t.tenant_id, t.account_id, n.fresh
                from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as n (tenant_id, account_id, kept, fresh)
                join auth_token t on t.tenant_id = n.tenant_id and t.account_id = n.account_id
                where t.primary_token = decode(n.kept, 'hex') for update of t skip locked)
            update auth_token t set primary_token = decode(free.fresh, 'hex') from free
            where t.tenant_id = free.tenant_id and t.account_id = free.account_id
            """;

    private static final String SECONDARY = """
            with free as (
                select t.tenant_id, t.account_id, n.fresh
                from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as n (tenant_id, account_id, kept, fresh)
                join auth_token t on t.tenant_id = n.tenant_id and t.account_id = n.account_id
                where t.secondary_token = decode(n.kept, 'hex') for update of t skip locked)
            update auth_token t set secondary_token = decode(free.fresh, 'hex') from free
            where t.tenant_id = free.tenant_id and t.account_id = free.account_id
            """;

    @Override
    public String name() {
        return "auth_token";
    }

    @Override
    public int pageSize() {
        return 500;
    }

    @Override
    public String replacing(SealedColumn column) {
        return column == SealedColumn.PRIMARY_TOKEN ? PRIMARY : SECONDARY;
    }
}
