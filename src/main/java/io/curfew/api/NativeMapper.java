package io.curfew.api;

import io.curfew.accounts.AccountType;
import io.curfew.accounts.AccountView;
import io.curfew.accounts.PolicyView;
import io.curfew.api.wire.AccountBody;
import io.curfew.api.wire.AccountPage;
import io.curfew.api.wire.PolicyBody;
import io.curfew.api.wire.TokenBody;
import io.curfew.api.wire.TokenPage;
import io.curfew.credentials.CredentialKind;
import io.curfew.credentials.CredentialView;
import io.curfew.credentials.IssuedCredential;
import io.curfew.kernel.Slice;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** From views to what is on the wire. */
final class NativeMapper {
    static final String NATIVE = "native";
    static final String MAIN_KEY = "main-key";
    static final String DEVELOPER = "developer";
    static final String ACCESS = "access";

    private NativeMapper() {}

    static AccountBody account(AccountView account) {
        return account(account, null);
    }

    static AccountBody account(AccountView account, AccountBody.@Nullable Credentials credentials) {
        AccountView.DoorIds ids = account.ids();
        return new AccountBody(
                account.id(),
                account.parentId(),
                account.name(),
                type(account.type()),
                word(account.status()),
                word(account.effectiveStatus()),
                account.cause() == null ? null : word(account.cause()),
                account.reason(),
                new AccountBody.Ids(
                        account.id(),
                        ids.operatorId(),
                        ids.customerId(),
                        ids.advertiserAccountId(),
                        ids.advertiserAccountNumber()),
                account.createdAt(),
                account.updatedAt(),
                account.closedAt(),
                account.purgeAt(),
                account.version(),
                credentials);
    }

    static AccountPage accounts(Slice<AccountView> page) {
        return new AccountPage(
                page.items().stream().map(NativeMapper::account).toList(),
                Paging.next(page, AccountView::createdAt, AccountView::id));
    }

    static String type(AccountType type) {
        return word(type);
    }

    static PolicyBody policy(PolicyView policy) {
        return new PolicyBody(
                policy.autoDeletion(), period(policy.autoDeletionWarning()), policy.updatedAt(), policy.version());
    }

    /** Whole days as days, which {@link Duration} would spell in hours. */
    private static String period(Duration period) {
        return period.isZero() || period.toSeconds() % Duration.ofDays(1).toSeconds() != 0
                ? period.toString()
                : "P" + period.toDays() + "D";
    }

    static TokenBody token(IssuedCredential issued) {
        boolean bearer = issued.credential().kind() != CredentialKind.MAIN_KEY;
        return token(issued.credential(), bearer ? issued.secret() : null, bearer ? null : issued.secret());
    }

    static TokenPage tokens(Slice<CredentialView> page) {
        return new TokenPage(
                page.items().stream().map(token -> token(token, null, null)).toList(),
                Paging.next(page, CredentialView::createdAt, CredentialView::id));
    }

    private static TokenBody token(CredentialView token, @Nullable String bearer, @Nullable String secret) {
        return new TokenBody(
                token.id(),
                kind(token.kind()),
                token.accountId(),
                token.userId(),
                token.name(),
                token.createdAt(),
                token.expiresAt(),
                token.isOperators() ? true : null,
                bearer,
                secret);
    }

    private static String kind(CredentialKind kind) {
        return switch (kind) {
            case MAIN_KEY -> MAIN_KEY;
            case DEVELOPER_TOKEN -> DEVELOPER;
            case ACCESS_TOKEN -> ACCESS;
            default -> NATIVE;
        };
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
