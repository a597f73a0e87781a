package io.curfew.accounts;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.Standing;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account and its main account, as they were read together.
 *
 * @param account the account
 * @param main its main account, the same object for a main account
 */
record AccountInTree(Account account, Account main) {
    /** {@code id} among {@code rows}, which are of one tree; null where it or its main account is not among them. */
    static @Nullable AccountInTree of(List<Account> rows, String id) {
        Account account = null;
        Account main = null;
        for (Account row : rows) {
            account = row.id().equals(id) ? row : account;
            main = row.isMain() ? row : main;
        }
        return account == null || main == null ? null : new AccountInTree(account, main);
    }

    /** What holds for the account under its main account. */
    Standing standing() {
        return account.standingUnder(main.standing());
    }

    AccountView view() {
        return account.view(standing());
    }

    /** {@code found}; refuses with {@link ErrorCode#NOT_FOUND} where it is not there for readers at {@code now}. */
    static AccountInTree require(@Nullable AccountInTree found, Instant now) {
        if (found == null || !found.standing().isThere(now)) {
            throw notFound();
        }
        return found;
    }

    static DomainException notFound() {
        return new DomainException(ErrorCode.NOT_FOUND, "There is no such account.");
    }
}
