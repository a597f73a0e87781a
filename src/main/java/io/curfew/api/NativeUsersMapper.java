package io.curfew.api;

import io.curfew.api.wire.InvitationBody;
import io.curfew.api.wire.NewUser;
import io.curfew.api.wire.RoleBody;
import io.curfew.api.wire.UserBody;
import io.curfew.api.wire.UserPage;
import io.curfew.kernel.Slice;
import io.curfew.people.CreateUser.RoleWish;
import io.curfew.people.CustomerRole;
import io.curfew.people.InvitedUser;
import io.curfew.people.IssuedInvitation;
import io.curfew.people.LinkPermission;
import io.curfew.people.RoleGrant;
import io.curfew.people.UserView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Users and their roles, from and to what is on the wire. */
final class NativeUsersMapper {
    private static final int MAX_EMAIL = 254;
    private static final int MAX_ROLES = 100;
    private static final int MAX_ACCOUNTS = 1000;
    private static final int MAX_ROLE_ID = 999;

    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>,;:\"]+@[^\\s@<>,;:\"]+");
    private static final List<String> LINKS = List.of("Administrative", "Standard", "LinkedEntityOnly");

    private NativeUsersMapper() {}

    /** What a body asks for; what is wrong with it is noted in the body. */
    static NewUser newUser(JsonBody json) {
        String email = json.requiredText("email", MAX_EMAIL).strip();
        if (!email.isEmpty() && !EMAIL.matcher(email).matches()) {
            json.wrong("email", "Is an e-mail address.");
        }
        return new NewUser(
                email, json.name("firstName"), json.name("lastName"), json.flag("accountManager"), roles(json));
    }

    static List<RoleBody> roles(JsonBody json) {
        List<RoleBody> roles = new ArrayList<>();
        for (JsonBody one : json.objects("roles", MAX_ROLES)) {
            Long number = one.count("roleId", MAX_ROLE_ID);
            if (number == null || CustomerRole.of(number).isEmpty()) {
                one.wrong("roleId", "Is one of: 16, 33, 41, 100, 203.");
            }
            Set<String> accounts = one.ids("accountIds", MAX_ACCOUNTS);
            roles.add(new RoleBody(
                    number == null ? 0 : number.intValue(),
                    one.requiredId("customerId"),
                    one.flag("restricted") || !accounts.isEmpty(),
                    List.copyOf(accounts),
                    one.word("linkPermission", LINKS)));
        }
        return roles;
    }

    static List<RoleWish> wishes(List<RoleBody> roles) {
        return roles.stream().map(NativeUsersMapper::wish).toList();
    }

    private static RoleWish wish(RoleBody role) {
        return new RoleWish(
                CustomerRole.of(role.roleId()).orElseThrow(),
                role.customerId(),
                role.restricted(),
                Set.copyOf(role.accountIds()),
                link(role.linkPermission()));
    }

    private static @Nullable LinkPermission link(@Nullable String word) {
        return word == null ? null : LinkPermission.values()[LINKS.indexOf(word)];
    }

    static UserBody user(UserView user) {
        return user(user, null);
    }

    static UserBody user(InvitedUser made) {
        return user(made.user(), invitation(made.invitation()));
    }

    static InvitationBody invitation(IssuedInvitation invitation) {
        return new InvitationBody(invitation.token(), invitation.expiresAt());
    }

    private static UserBody user(UserView user, @Nullable InvitationBody invitation) {
        return new UserBody(
                user.id(),
                user.customerId(),
                user.email(),
                user.firstName(),
                user.lastName(),
                user.accountManager(),
                user.owner() ? true : null,
                user.accepted(),
                user.roles().stream().map(NativeUsersMapper::role).toList(),
                user.createdAt(),
                user.updatedAt(),
                user.version(),
                invitation);
    }

    private static RoleBody role(RoleGrant grant) {
        LinkPermission link = grant.linkPermission();
        return new RoleBody(
                grant.role().number(),
                grant.customerId(),
                grant.restricted(),
                grant.accountIds().stream().sorted().toList(),
                link == null ? null : LINKS.get(link.ordinal()));
    }

    static UserPage users(Slice<UserView> page) {
        return new UserPage(
                page.items().stream().map(user -> user(user, null)).toList(),
                Paging.next(page, UserView::createdAt, UserView::id));
    }
}
