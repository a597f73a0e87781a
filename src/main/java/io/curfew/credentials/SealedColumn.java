package io.curfew.credentials;

import java.util.List;

/**
 * Every column that holds ciphertexts of {@link SecretCipher}, with its table and the columns that tell that table's rows
 * apart. Nothing can be encrypted without naming one of these, so re-encryption misses none. The names are part of what
 * ciphertexts are bound to: whoever renames a table or a column keeps them.
 */
public enum SealedColumn {
    /** The known text by which a start knows the key; there is one. {@link KeyCheckService} encrypts it anew. */
    KEY_CHECK("installation", "key_check"),

    /** The keys of {@link StoredKeys}. */
    STORED_KEY("secret_key", "sealed", "purpose"),

    /** An account's auth token. */
    PRIMARY_TOKEN("auth_token", "primary_token", "tenant_id", "account_id"),

    /** The secondary one, while the auth token is being replaced. */
    SECONDARY_TOKEN("auth_token", "secondary_token", "tenant_id", "account_id"),

    /** The body of an answer that is given again under its idempotency key. */
    REMEMBERED_ANSWER("idempotency_key", "answer_body", "tenant_id", "credential_id", "key");

    private final String table;
    private final String column;
    private final List<String> keys;

    SealedColumn(String table, String column, String... keys) {
        this.table = table;
        this.column = column;
        this.keys = List.of(keys);
    }

    /** The table's name. */
    public String table() {
        return table;
    }

    /** The column's name. */
    public String column() {
        return column;
    }

    /** The columns that tell the table's rows apart, in the order of its primary key. */
    List<String> keys() {
        return keys;
    }

    /**
     * The place of a ciphertext in one row.
     *
     * @param row the values of {@link #keys}; fails with {@link IllegalArgumentException} for another number of them
     */
    public SealedPlace of(String... row) {
        return new SealedPlace(this, List.of(row));
    }
}
