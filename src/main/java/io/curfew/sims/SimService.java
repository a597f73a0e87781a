package io.curfew.sims;

import io.curfew.access.StatusRules;
import io.curfew.accounts.AccountService;
import io.curfew.kernel.Action;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.TransactionScope;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Changes the SIMs that accounts hold. Every change is one transaction that also holds its history, audit entry, event
 * and the work that follows from it; before it, the transaction settles what is due on the SIM, as of the instant it
 * fell due. {@link SimQueryService} reads them.
 *
 * <p>A SIM of another tree, of another account or coverage than asked for, or one that is gone, is
 * {@link ErrorCode#NOT_FOUND}, like one that never was. Every change also refuses with
 * {@link ErrorCode#VERSION_MISMATCH} when a version was given and another is there, and with
 * {@link ErrorCode#SUBSCRIPTION_SECONDARY} when the SIM was named by a secondary subscription. A change to what is
 * already the case changes nothing, writes nothing and succeeds.
 */
@ApplicationScoped
public class SimService {
    /** Characters of a tag's name at most. */
    public static final int MAX_TAG_NAME = 128;

    /** Characters of a tag's value at most. */
    public static final int MAX_TAG_VALUE = 512;

    /** Tags of a SIM or group at most. */
    public static final int MAX_TAGS = 64;

    private final SimChanges changes;
    private final SimRegistering registering;
    private final AccountService accounts;

    SimService(SimChanges changes, SimRegistering registering, AccountService accounts) {
        this.changes = changes;
        this.registering = registering;
        this.accounts = accounts;
    }

    /**
     * Makes a virtual SIM, in the status that its subscription begins in. The tunnel's private key is in the answer and
     * nowhere else.
     *
     * <p>Refuses with {@link ErrorCode#SUBSCRIPTION_INVALID} and, by the holder, with {@link ErrorCode#NOT_FOUND} and
     * {@link ErrorCode#ACCOUNT_NOT_ACTIVE}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> createVirtual(CreateVirtualSim command) {
        return registering.createVirtual(command);
    }

    /** {@link #register(RegisterSim, String, TransactionScope)} for callers that commit nothing else with the registration. */
    @CheckReturnValue
    public Uni<SimView> register(RegisterSim command, String secret) {
        return register(command, secret, TransactionScope.plain());
    }

    /**
     * Takes a SIM out of stock: it is ready from then on, with termination protection on. Not to be called inside a
     * transaction: the SIM is claimed in one of its own first.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND} for an id that was never in stock or that another main account holds,
     * {@link ErrorCode#REGISTRATION_REFUSED} (wrong secret, other coverage, meant for another, registered, in
     * somebody's registration), {@link ErrorCode#RATE_LIMITED} (ten wrong secrets for the SIM or thirty of the main
     * account within a minute), {@link ErrorCode#GROUP_UNKNOWN}, {@link ErrorCode#TAG_INVALID} and, by the holder, with
     * {@link ErrorCode#ACCOUNT_NOT_ACTIVE}.
     *
     * @param secret what is printed on the SIM's card
     * @param scope wraps the tenant's transaction
     */
    @CheckReturnValue
    public Uni<SimView> register(RegisterSim command, String secret, TransactionScope scope) {
        Tags.require(command.tags());
        return accounts.get(command.tenantId(), command.accountId())
                .invoke(account -> StatusRules.require(Action.SIM_REGISTER, account.effectiveStatus()))
                .chain(() -> registering.claim(command, secret))
                .chain(claim -> scope.run(() -> registering.register(command, claim))
                        .onFailure()
                        .call(() -> registering.giveBack(command, claim)));
    }

    /** Carries out a change of one SIM, which says what it is refused with. */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> change(ChangeSim command) {
        return command.fold(changes);
    }
}
