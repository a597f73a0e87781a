package io.curfew.credentials;

/** A table with ciphertexts, whose owner lets them be encrypted anew by {@link SecretRenewal}. */
public interface SealedTable {
    /** The table's name, that of its {@link SealedColumn}s. */
    String name();

    /** How many rows one transaction looks at; few where ciphertexts are long. */
    int pageSize();

    /**
     * The statement that replaces ciphertexts of a column where they are still the same. It takes arrays of texts: one for
     * each of the {@link SealedColumn#keys}, then the old ciphertexts and the new ones, in hex. Rows that somebody else has
     * locked are passed over.
     */
    String replacing(SealedColumn column);
}
