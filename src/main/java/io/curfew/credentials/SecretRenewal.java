package io.curfew.credentials;

import io.curfew.kernel.RealClock;
import io.curfew.resilience.JobRun;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.logging.Log;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * Brings every stored ciphertext to the present key and form, in the background. After the encryption key was replaced it
 * encrypts anew what is still under an earlier one, and says when that can go; after the upgrade from a release without it,
 * it binds ciphertexts to their rows.
 *
 * <p>It looks through the tables page by page, each page in a transaction of its own. A ciphertext is replaced where it is
 * still the one that was read, and nobody else has its row, so whoever changes a secret meanwhile is not in the way and does
 * not wait. One replica does it at a time; when that one is killed, another begins from the start and passes over what is
 * done. A replica whose key is not the installation's, since it does not know yet of the change or is a step behind, encrypts
 * nothing anew.
 */
@ApplicationScoped
public class SecretRenewal {
    /** What replicas with an earlier key may write, and what was restored, is found by looking again. */
    private static final Duration LOOK_AGAIN = Duration.ofHours(1);

    private final SecretCipher cipher;
    private final EncryptionConfig config;
    private final KeyCheckService check;
    private final List<SealedTable> tables;
    private final SecretRenewalMetrics metrics;
    private final RealClock clock;

    @Inject
    SecretRenewal(
            SecretCipher cipher,
            EncryptionConfig config,
            KeyCheckService check,
            @Any Instance<SealedTable> tables,
            SecretRenewalMetrics metrics,
            RealClock clock) {
        this(cipher, config, check, tables.stream().toList(), metrics, clock);
    }

    SecretRenewal(
            SecretCipher cipher,
            EncryptionConfig config,
            KeyCheckService check,
            List<SealedTable> tables,
            SecretRenewalMetrics metrics,
            RealClock clock) {
        this.cipher = cipher;
        this.config = config;
        this.check = check;
        this.tables = tables;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Takes notice of the installation's state, and does what is to be done, if there is something. */
    @CheckReturnValue
    public Uni<Void> run(JobRun run) {
        Instant now = clock.now();
        return Panache.withTransaction(() -> prepare(now))
                .chain(begun -> begun ? renew(run) : Uni.createFrom().voidItem());
    }

    private Uni<Boolean> prepare(Instant now) {
        return EncryptionState.read()
                .chain(state -> bindInTime(state, now))
                .invoke(this::follow)
                .chain(state -> {
                    byte[] known = state.check();
                    return known != null && isOfThisKey(known) ? begin(state, known, now) : standBack(now);
                });
    }

    private Uni<EncryptionState> bindInTime(EncryptionState state, Instant now) {
        if (state.form() != CiphertextForm.UNBOUND
                || state.formSince().plus(config.bindAfter()).isAfter(now)) {
            return Uni.createFrom().item(state);
        }
        return EncryptionState.bind(now)
                .invoke(first -> {
                    if (first) {
                        Log.info("stored secrets are bound to their rows from now on:"
                                + " replicas of earlier releases cannot read them");
                    }
                })
                .chain(EncryptionState::read);
    }

    private void follow(EncryptionState state) {
        cipher.follow(state.form());
        metrics.show(state);
    }

    /** Whether the installation's key is the one that encrypts here. */
    private boolean isOfThisKey(byte[] known) {
        try {
            return Ciphertext.read(known).keyId() == cipher.keys().currentId();
        } catch (UnreadableSecretException e) {
            return false;
        }
    }

    private static Uni<Boolean> standBack(Instant now) {
        return EncryptionState.tellOutdated(now).replaceWith(false);
    }

    private Uni<Boolean> begin(EncryptionState state, byte[] known, Instant now) {
        return check.renew(known)
                .chain(() -> isDue(state, now)
                        ? EncryptionState.claim(now)
                        : Uni.createFrom().item(false));
    }

    private boolean isDue(EncryptionState state, Instant now) {
        Instant last = state.renewedAt();
        return last == null
                || !HexFormat.of().formatHex(cipher.head()).equals(state.renewedAs())
                || last.plus(state.isOpen() ? EncryptionState.NOTICE : LOOK_AGAIN)
                        .isBefore(now);
    }

    private Uni<Void> renew(JobRun run) {
        return count(run)
                .chain(counted -> counted.left().isOpen()
                        ? SealedWalk.replacing(counted).through(tables).chain(() -> count(run))
                        : Uni.createFrom().item(counted))
                .chain(this::finish);
    }

    private Uni<SealedWalk> count(JobRun run) {
        return SealedWalk.counting(cipher, clock, run).through(tables);
    }

    private Uni<Void> finish(SealedWalk last) {
        SealedCount left = last.left();
        if (left.unreadable() > 0) {
            Log.warnf("stored secrets cannot be read: rows=%d, of these=%s", left.unreadable(), last.unreadable());
        }
        Instant now = clock.now();
        return Panache.withTransaction(() -> EncryptionState.tellProgress(now, left)
                        .chain(() -> EncryptionState.release(now, left.isOpen() ? null : last.head()))
                        .chain(() -> left.isOpen() ? notYet() : settle(last.began())))
                .invoke(this::tell)
                .replaceWithVoid();
    }

    /** What has come of a look through all tables, with the state after it. */
    private record Settled(boolean keysForgotten, boolean bindingFinished, EncryptionState state) {}

    private static Uni<Settled> notYet() {
        return EncryptionState.read().map(state -> new Settled(false, false, state));
    }

    private static Uni<Settled> settle(Instant since) {
        return EncryptionState.forgetFormerKeys(since)
                .chain(forgotten -> EncryptionState.finishBinding(since)
                        .chain(finished ->
                                EncryptionState.read().map(state -> new Settled(forgotten, finished, state))));
    }

    /** Called when it is committed. */
    private void tell(Settled settled) {
        follow(settled.state());
        if (settled.keysForgotten()) {
            Log.info("no stored secret needs curfew.encryption.previous-keys any more:"
                    + " the earlier keys can be taken out of the configuration");
        }
        if (settled.bindingFinished()) {
            Log.info("all stored secrets are bound to their rows");
        }
    }
}
