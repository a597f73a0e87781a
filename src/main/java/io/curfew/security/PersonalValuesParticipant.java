package io.curfew.security;

import io.curfew.events.PersonalValues;
import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.LifecycleParticipant;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** An account's audit outlives the account; what it says about people does not. */
@ApplicationScoped
class PersonalValuesParticipant implements LifecycleParticipant {
    private static final int PAGE = 1000;

    private final PersonalValues values;

    PersonalValuesParticipant(PersonalValues values) {
        this.values = values;
    }

    @Override
    public int order() {
        return 810;
    }

    @Override
    public String name() {
        return "personal-values";
    }

    @Override
    public Uni<@Nullable String> purge(EndingAccount account, @Nullable String after) {
        return values.erase(account.tenantId(), account.accountId(), PAGE).map(erased -> erased == PAGE ? "" : null);
    }
}
