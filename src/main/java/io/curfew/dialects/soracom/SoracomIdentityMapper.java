package io.curfew.dialects.soracom;

import io.curfew.accounts.AccountView;
import io.curfew.credentials.CredentialView;
import io.curfew.credentials.IssuedCredential;
import io.curfew.dialects.soracom.wire.SoracomAuthKey;
import io.curfew.dialects.soracom.wire.SoracomNewAuthKey;
import io.curfew.dialects.soracom.wire.SoracomOperator;
import io.curfew.dialects.soracom.wire.SoracomRole;
import io.curfew.dialects.soracom.wire.SoracomUser;
import io.curfew.operators.SamRoleView;
import io.curfew.operators.SamUserView;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maps the core's accounts, users, roles and keys to SORACOM's. */
final class SoracomIdentityMapper {
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private SoracomIdentityMapper() {}

    /**
     * The operator that a main account is.
     *
     * @param email its root user's e-mail address, null when the root user has only keys
     */
    static SoracomOperator operator(AccountView account, String operatorId, @Nullable String email) {
        return new SoracomOperator(
                operatorId,
                operatorId,
                email == null ? "" : email,
                account.name(),
                iso(account.createdAt()),
                iso(account.updatedAt()));
    }

    /** An instant in ISO 8601, to the millisecond. */
    static String iso(Instant instant) {
        return ISO.format(instant);
    }

    static SoracomAuthKey authKey(CredentialView key) {
        return new SoracomAuthKey(key.id(), key.createdAt().getEpochSecond());
    }

    static SoracomNewAuthKey newAuthKey(IssuedCredential key) {
        return new SoracomNewAuthKey(key.credential().id(), key.secret());
    }

    /** A role with its permissions. */
    static SoracomRole role(SamRoleView role) {
        return role(role, role.permission());
    }

    /** A role in a list of roles, which does not show its permissions. */
    static SoracomRole listedRole(SamRoleView role) {
        return role(role, null);
    }

    private static SoracomRole role(SamRoleView role, @Nullable String permission) {
        return new SoracomRole(
                role.id(),
                role.id(),
                "operator",
                role.description(),
                permission,
                role.createdAt().getEpochSecond(),
                role.updatedAt().getEpochSecond());
    }

    static SoracomUser user(SamUserView user, List<SamRoleView> roles, List<CredentialView> keys) {
        return new SoracomUser(
                user.name(),
                user.description(),
                user.hasPassword(),
                user.permission(),
                roles.stream().map(SoracomIdentityMapper::listedRole).toList(),
                keys.stream().map(SoracomIdentityMapper::authKey).toList(),
                user.createdAt().getEpochSecond(),
                user.updatedAt().getEpochSecond());
    }
}
