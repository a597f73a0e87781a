package io.curfew.credentials;

import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Hashes that nobody can make without a key, of what could be guessed from a plain one. They are only ever compared, so
 * their keys stay when the encryption key is replaced: replicas with the old one and with the new one have the same.
 */
@ApplicationScoped
public class KeyedHashes {
    private final StoredKeys stored;
    private volatile Map<Purpose, StoredKey> keys = Map.of();

    KeyedHashes(StoredKeys stored) {
        this.stored = stored;
    }

    /** What a hash is for. One that was made for one purpose says nothing about another. */
    public enum Purpose {
        /** The signature of an operator's token. */
        OPERATOR_TOKEN("operator-token"),

        /** Names in the audit that belong to nobody. */
        AUDIT_NAME("audit-name"),

        /** Requests of SORACOM's door that bear a password. */
        SORACOM_PASSWORD_REQUEST("soracom-password-request"),

        /** Requests of the native API that bear a password. */
        NATIVE_PASSWORD_REQUEST("native-password-request");

        private final String name;

        Purpose(String name) {
            this.name = name;
        }
    }

    /** Loads the keys. Must be called before the first request. */
    @CheckReturnValue
    public Uni<Void> open() {
        Map<Purpose, StoredKey> opened = new EnumMap<>(Purpose.class);
        return Multi.createFrom()
                .items(Purpose.values())
                .onItem()
                .transformToUniAndConcatenate(
                        purpose -> stored.openDerived(purpose.name).invoke(key -> opened.put(purpose, key)))
                .onItem()
                .ignoreAsUni()
                .invoke(() -> keys = opened);
    }

    /** HMAC-SHA-256 of {@code data} under the key of its purpose. */
    public byte[] of(Purpose purpose, byte[] data) {
        StoredKey key = keys.get(purpose);
        if (key == null) {
            throw new IllegalStateException("the keys are opened at the start");
        }
        return key.authenticate(data);
    }

    /** {@link #of(Purpose, byte[])} of a text, as hex digits. */
    public String hex(Purpose purpose, String text) {
        return HexFormat.of().formatHex(of(purpose, text.getBytes(StandardCharsets.UTF_8)));
    }
}
