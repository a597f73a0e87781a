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
        if (!contains(rows, accountId)) {
            throw notFound();
        }
        Account main = rows.stream().filter(Account::isMain).findFirst().orElseThrow();
        Account account = rows.stream()
                .filter(row -> row.id().equals(accountId))
                .findFirst()
                .orElseThrow();
        return account.view(account.isMain() ? LifecycleStatus.ACTIVE : main.status());
    }

    static DomainException notFound() {
        return new DomainException(ErrorCode.NOT_FOUND, "There is no such account.");
    }
}
