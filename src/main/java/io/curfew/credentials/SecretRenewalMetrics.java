package io.curfew.credentials;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** How far {@link SecretRenewal} is, as all replicas share it; read from the database now and then. */
@ApplicationScoped
public class SecretRenewalMetrics {
    private volatile SealedCount count = SealedCount.NONE;
    private volatile boolean needsPreviousKeys;
    private volatile boolean isBound;

    SecretRenewalMetrics(MeterRegistry registry) {
        Gauge.builder("curfew.encryption.rows.on.previous.keys", this, self -> self.count.previous())
                .description("Rows with a secret that is encrypted with an earlier key")
                .register(registry);
        Gauge.builder("curfew.encryption.rows.unbound", this, self -> self.count.unbound())
                .description("Rows with a secret that is not bound to its row yet, though it is to be")
                .register(registry);
        Gauge.builder("curfew.encryption.rows.unreadable", this, self -> self.count.unreadable())
                .description("Rows with a secret that was found not to be readable when secrets were encrypted anew")
                .register(registry);
        Gauge.builder("curfew.encryption.previous.keys.needed", this, self -> self.needsPreviousKeys ? 1 : 0)
                .description("1 while something may be encrypted with an earlier key, else 0")
                .register(registry);
    }

    void show(EncryptionState state) {
        count = state.count();
        needsPreviousKeys = !state.formerKeys().isEmpty();
        isBound = state.form() == CiphertextForm.BOUND;
    }

    /** Rows with a secret that is encrypted with an earlier key, when they were last counted. */
    public long onPreviousKeys() {
        return count.previous();
    }

    /** Rows with a secret that could not be read. */
    public long unreadable() {
        return count.unreadable();
    }

    /** Whether something may still be encrypted with an earlier key. */
    public boolean needsPreviousKeys() {
        return needsPreviousKeys;
    }

    /** Whether all secrets are bound to their rows. */
    public boolean isBound() {
        return isBound;
    }
}
