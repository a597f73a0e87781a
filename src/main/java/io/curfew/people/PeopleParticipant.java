package io.curfew.people;

import io.curfew.accounts.Directory;
import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.LifecycleParticipant;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** People belong to their tree: they go with its main account. */
@ApplicationScoped
class PeopleParticipant implements LifecycleParticipant {
    private final LoginUserRepository users;
    private final Persons persons;
    private final Invitations invitations;
    private final UserAccess access;
    private final Directory directory;

    PeopleParticipant(
            LoginUserRepository users,
            Persons persons,
            Invitations invitations,
            UserAccess access,
            Directory directory) {
        this.users = users;
        this.persons = persons;
        this.invitations = invitations;
        this.access = access;
        this.directory = directory;
    }

    @Override
    public int order() {
        return 910;
    }

    @Override
    public String name() {
        return "people";
    }

    @Override
    public Uni<@Nullable String> purge(EndingAccount account, @Nullable String after) {
        String tenantId = account.tenantId();
        if (!account.accountId().equals(tenantId)) {
            return Uni.createFrom().nullItem();
        }
        return users.idsOf(tenantId)
                .chain(ids -> directory.forget(tenantId, ids))
                .chain(() -> access.revokeAll(tenantId))
                .chain(() -> invitations.deleteAll(tenantId))
                .chain(() -> persons.leaveAll(tenantId))
                .chain(() -> users.delete("tenantId", tenantId))
                .replaceWith((String) null);
    }
}
