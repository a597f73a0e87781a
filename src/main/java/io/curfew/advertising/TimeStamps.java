package io.curfew.advertising;

import io.curfew.accounts.AccountView;
import io.curfew.credentials.SecretHash;
import io.curfew.people.UserView;
import io.curfew.sql.Autocommit;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the time stamp of each write of each object: a hash over the installation's id, the kind of object, its tree,
 * its id and its version. So a stamp is valid for that write of that object only, and nobody can make one up without
 * having read the object.
 */
@ApplicationScoped
public class TimeStamps {
    private static final int LENGTH = 8;

    private final Autocommit sql;
    private volatile @Nullable UUID installation;

    TimeStamps(Autocommit sql) {
        this.sql = sql;
    }

    private enum Kind {
        ACCOUNT,
        CUSTOMER,
        USER
    }

    /** Reads the installation's id, which never changes. Must be called once before the first stamp is made. */
    @CheckReturnValue
    public Uni<Void> load() {
        return sql.of("select id from installation")
                .exactlyOne(row -> row.uuid("id"))
                .invoke(id -> installation = id)
                .replaceWithVoid();
    }

    /** The stamp of an advertiser account as {@code view} shows it. */
    public TimeStamp of(AdvertiserAccountView view) {
        return ofAccount(view.account());
    }

    /** The stamp of a customer as {@code view} shows it. */
    public TimeStamp of(CustomerView view) {
        return ofCustomer(view.account());
    }

    /** The stamp of a person as {@code view} shows them. */
    public TimeStamp of(UserView view) {
        return stamp(Kind.USER, view.tenantId(), view.id(), view.version());
    }

    /** The stamp of the advertiser account that a subaccount is. */
    TimeStamp ofAccount(AccountView account) {
        return stamp(Kind.ACCOUNT, account.tenantId(), account.id(), account.version());
    }

    /** The stamp of the customer that a main account is. */
    TimeStamp ofCustomer(AccountView account) {
        return stamp(Kind.CUSTOMER, account.tenantId(), account.id(), account.version());
    }

    private TimeStamp stamp(Kind kind, String tenantId, String id, long version) {
        UUID here = installation;
        if (here == null) {
            throw new IllegalStateException("the installation's id was not read before the first request");
        }
        // No part contains a line feed, so two different objects never yield the same text.
        String text = String.join("\n", here.toString(), kind.name(), tenantId, id, Long.toString(version));
        return TimeStamp.of(Arrays.copyOf(SecretHash.of(text), LENGTH));
    }
}
