package io.curfew.dialects.soracom;

import io.curfew.dialects.soracom.wire.SoracomUser;
import io.curfew.operators.AuthKeyService;
import io.curfew.operators.SamRoleService;
import io.curfew.operators.SamUserService;
import io.curfew.operators.SamUserView;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** SAM users as SORACOM shows them: with the roles they have and the keys they log in with. */
@ApplicationScoped
class SoracomUserDetails {
    private final SamUserService users;
    private final SamRoleService roles;
    private final AuthKeyService keys;

    SoracomUserDetails(SamUserService users, SamRoleService roles, AuthKeyService keys) {
        this.users = users;
        this.roles = roles;
        this.keys = keys;
    }

    /** One user, who has to exist. */
    Uni<SoracomUser> of(String tenantId, SamUserView user) {
        return roles.rolesOf(tenantId, user.name())
                .chain(roleList -> keys.list(tenantId, user.name())
                        .map(keyList -> SoracomIdentityMapper.user(user, roleList, keyList)));
    }

    /** All users of an operator. */
    Uni<List<SoracomUser>> all(String tenantId) {
        return users.list(tenantId)
                .chain(all -> roles.rolesOfUsers(tenantId)
                        .chain(roleLists -> keys.listOfUsers(tenantId)
                                .map(keyLists -> all.stream()
                                        .map(user -> SoracomIdentityMapper.user(
                                                user,
                                                roleLists.getOrDefault(user.id(), List.of()),
                                                keyLists.getOrDefault(user.id(), List.of())))
                                        .toList())));
    }

    /** The users who have a role. Refuses like {@link SamRoleService#usersOf}. */
    Uni<List<SoracomUser>> havingRole(String tenantId, String roleId) {
        return roles.usersOf(tenantId, roleId).chain(names -> {
            Set<String> having = new HashSet<>(names);
            return names.isEmpty()
                    ? Uni.createFrom().item(List.of())
                    : all(tenantId)
                            .map(all -> all.stream()
                                    .filter(user -> having.contains(user.userName()))
                                    .toList());
        });
    }
}
