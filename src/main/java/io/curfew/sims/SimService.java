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
 * Changes the SIMs that accounts hold. Every change is one transaction that also writes its history, its audit entry,
 * its event and the work that follows from it. Before the change, the transaction settles what is due on the SIM, as
 * of the instant it fell due. {@link SimQueryService} reads SIMs.
 *
 * <p>A SIM of another tree, a SIM of another account or coverage than requested, and a SIM that is gone are
 * {@link ErrorCode#NOT_FOUND}, like one that never existed. Every change also refuses with
 * {@link ErrorCode#VERSION_MISMATCH} when a version was given and the SIM has another one, and with
 * {@link ErrorCode#SUBSCRIPTION_SECONDARY} when the SIM was named by a secondary subscription. A change to a state
 * that the SIM is in already changes nothing, writes nothing and succeeds.
 */
@ApplicationScoped
public class SimService {
    /** The greatest number of characters in a tag's name. */
    public static final int MAX_TAG_NAME = 128;

    /** The greatest number of characters in a tag's value. */
    public static final int MAX_TAG_VALUE = 512;

    /** The greatest number of tags of a SIM or group. */
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
     * <p>Refuses with {@link ErrorCode#SUBSCRIPTION_INVALID} and, because of the holder, with
     * {@link ErrorCode#NOT_FOUND} and {@link ErrorCode#ACCOUNT_NOT_ACTIVE}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> createVirtual(CreateVirtualSim command) {
        return registering.createVirtual(command);
    }

    /**
     * Registers like {@link #register(RegisterSim, String, TransactionScope)}, for callers that commit nothing else
     * with the registration.
     */
    @CheckReturnValue
    public Uni<SimView> register(RegisterSim command, String secret) {
        return register(command, secret, TransactionScope.plain());
    }

    /**
     * Takes a SIM out of stock. It is ready from then on, with termination protection on. This must not be called
     * inside a transaction, because the SIM is first claimed in a transaction of its own.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND} for an id that was never in stock or that another main account
     * holds, {@link ErrorCode#REGISTRATION_REFUSED} (the secret is wrong, or the SIM is of another coverage, meant for
     * another main account, registered already or being registered by somebody), {@link ErrorCode#RATE_LIMITED} (ten
     * wrong secrets for the SIM or thirty from the main account within a minute), {@link ErrorCode#GROUP_UNKNOWN},
     * {@link ErrorCode#TAG_INVALID} and, because of the holder, with {@link ErrorCode#ACCOUNT_NOT_ACTIVE}.
     *
     * @param secret the secret that is printed on the SIM's card
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

    /** Carries out a change of one SIM. {@link ChangeSim} says for each kind how it is refused. */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> change(ChangeSim command) {
        return command.fold(changes);
    }
}
