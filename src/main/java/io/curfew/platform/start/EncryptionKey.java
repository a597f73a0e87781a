package io.curfew.platform.start;

import io.curfew.credentials.EncryptionConfig;
import io.curfew.kernel.Randomness;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Finds, checks or makes the key that stored secrets are encrypted with. */
final class EncryptionKey {

    /** The file in the data directory that holds a generated key. */
    static final String FILE = "encryption.key";

    private static final int BYTES = 32;
    private static final String HOW_TO_MAKE_ONE = " Make one with: openssl rand -base64 32";

    private EncryptionKey() {}

    /**
     * The key for an external database: the configured one, else the data directory's.
     *
     * @throws StartRefused when there is neither, or the one found is not 32 bytes in base64
     */
    static String forExternalDatabase(Optional<String> configured, DataDirectory directory) {
        return configured
                .map(EncryptionKey::checkedConfigured)
                .or(() -> stored(directory))
                .orElseThrow(() -> new StartRefused("An external database needs CURFEW_ENCRYPTION_KEY:"
                        + " 32 random bytes in base64, the same on every replica." + HOW_TO_MAKE_ONE));
    }

    /**
     * The key for the embedded database: the configured one, else the data directory's, else, where no database exists
     * yet, a new one that is kept in the data directory.
     *
     * @param databaseExists whether a database is there already, whose secrets a new key could not decrypt
     * @throws StartRefused when the key found is not 32 bytes in base64, or the database's key is missing
     */
    static String forEmbeddedDatabase(Optional<String> configured, DataDirectory directory, boolean databaseExists) {
        Optional<String> found =
                configured.map(EncryptionKey::checkedConfigured).or(() -> stored(directory));
        if (found.isPresent()) {
            return found.get();
        }
        if (databaseExists) {
            throw new StartRefused("The data directory " + directory.path() + " holds a database but no " + FILE
                    + ". Set CURFEW_ENCRYPTION_KEY to the key it was used with, or restore the file.");
        }
        // Whatever the file held was looked at above.
        return directory.secret(FILE, key -> true, EncryptionKey::generate);
    }

    /**
     * Looks at the keys that only decrypt.
     *
     * @throws StartRefused when one of them is not 32 bytes in base64
     */
    static void checkOthers(EncryptionConfig config) {
        config.previousKeys()
                .orElse(List.of())
                .forEach(key -> checked(key, "A key of CURFEW_ENCRYPTION_PREVIOUS_KEYS"));
        config.nextKey().ifPresent(key -> checked(key, "CURFEW_ENCRYPTION_NEXT_KEY"));
    }

    private static String checkedConfigured(String key) {
        return checked(key, "CURFEW_ENCRYPTION_KEY");
    }

    private static Optional<String> stored(DataDirectory directory) {
        return directory
                .read(FILE)
                .map(key -> checked(key, directory.resolve(FILE).toString()));
    }

    private static String checked(String key, String origin) {
        String stripped = key.strip();
        try {
            if (Base64.getDecoder().decode(stripped).length == BYTES) {
                return stripped;
            }
        } catch (IllegalArgumentException notBase64) {
            // Falls through to the refusal below, which does not repeat the text: it may be half a secret.
        }
        throw new StartRefused(origin + " is not a key: it must be " + BYTES + " bytes in base64." + HOW_TO_MAKE_ONE);
    }

    private static String generate() {
        return Base64.getEncoder().encodeToString(Randomness.bytes(BYTES));
    }
}
