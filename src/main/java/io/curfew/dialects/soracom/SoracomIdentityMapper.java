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

/** From the core's accounts, users, roles and keys to SORACOM's. */
final class SoracomIdentityMapper {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private SoracomIdentityMapper() {}

    /**
     * The operator that a main account is.
     *
     * @param email its root user's, null when that has only keys
     */
    static SoracomOperator operator(AccountView account, String operatorId, @Nullable String email) {
        return new SoracomOperator(
                operatorId,
                operatorId,
                email == null ? "" : email,
                account.name(),
                date(account.createdAt()),
                date(account.updatedAt()));
    }

    private static String date(Instant instant) {
        return DATE.format(instant);
    }

    static SoracomAuthKey authKey(CredentialView key) {
        return new SoracomAuthKey(key.id(), key.createdAt().toEpochMilli(), null);
    }

    static SoracomNewAuthKey newAuthKey(IssuedCredential key) {
        return new SoracomNewAuthKey(key.credential().id(), key.secret());
    }

    static SoracomRole role(SamRoleView role) {
        return new SoracomRole(
                role.id(),
                role.description(),
                role.permission(),
                role.createdAt().toEpochMilli(),
                role.updatedAt().toEpochMilli());
    }

    static SoracomUser user(SamUserView user, List<SamRoleView> roles, List<CredentialView> keys) {
        return new SoracomUser(
                user.name(),
                user.description(),
                user.hasPassword(),
                user.permission(),
                roles.stream().map(SoracomIdentityMapper::role).toList(),
                keys.stream().map(SoracomIdentityMapper::authKey).toList(),
                user.createdAt().toEpochMilli(),
                user.updatedAt().toEpochMilli());
    }
}
