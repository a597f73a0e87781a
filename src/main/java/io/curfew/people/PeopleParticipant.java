package io.curfew.people;

import io.curfew.accounts.Directory;
import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.LifecycleParticipant;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** People belong to their tree: they go with its main account. */
@ApplicationScoped
class PeopleParticipant implements LifecycleParticipant {
    private static final int PAGE = 200;

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
        return users.idsOf(tenantId, PAGE)
                .call(ids -> ids.isEmpty() ? Uni.createFrom().voidItem() : purgeAll(tenantId, ids))
                .map(ids -> ids.size() == PAGE ? "" : null);
    }

    private Uni<Long> purgeAll(String tenantId, List<String> ids) {
        return directory
                .forget(tenantId, ids)
                .chain(() -> access.revokeAll(tenantId, ids))
                .chain(() -> invitations.deleteAll(tenantId, ids))
                .chain(() -> persons.leaveAll(tenantId, ids))
                .chain(() -> users.delete("tenantId = ?1 and id in ?2", tenantId, ids));
    }
}
