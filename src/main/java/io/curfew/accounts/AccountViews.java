package io.curfew.accounts;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.LifecycleStatus;
import java.util.List;

/** Makes views of accounts whose main account was fetched in the same query. */
final class AccountViews {
    private AccountViews() {}

    /** Whether {@code accountId} and its main account are both among {@code rows}. */
    static boolean contains(List<Account> rows, String accountId) {
        return rows.stream().anyMatch(row -> row.id().equals(accountId))
                && rows.stream().anyMatch(Account::isMain);
    }

    /** The view of {@code accountId} among {@code rows}, which hold its main account too. */
    static AccountView pick(List<Account> rows, String accountId) {
        Account account = row(rows, accountId);
        return account.view(ancestorStatus(rows, account));
    }

    /** {@code accountId} among {@code rows}; refuses with {@link ErrorCode#NOT_FOUND} where it or its main account is not. */
    static Account row(List<Account> rows, String accountId) {
        if (!contains(rows, accountId)) {
            throw notFound();
        }
        return rows.stream()
                .filter(row -> row.id().equals(accountId))
                .findFirst()
                .orElseThrow();
    }

    /** What {@code account} stands under, which is among {@code rows} with its main account. */
    static LifecycleStatus ancestorStatus(List<Account> rows, Account account) {
        return account.isMain()
                ? LifecycleStatus.ACTIVE
                : rows.stream()
                        .filter(Account::isMain)
                        .findFirst()
                        .orElseThrow()
                        .status();
    }

    static DomainException notFound() {
        return new DomainException(ErrorCode.NOT_FOUND, "There is no such account.");
    }
}
