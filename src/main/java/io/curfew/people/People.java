package io.curfew.people;

import io.curfew.accounts.AccountView;
import io.curfew.accounts.Directory;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Ids;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes people with their entries in the directory, in the caller's transaction: owners of new trees above all. */
@ApplicationScoped
public class People {
    private static final int ID_DIGITS = 15;

    private final LoginUserRepository users;
    private final Persons persons;
    private final UserAccess access;
    private final Directory directory;

    People(LoginUserRepository users, Persons persons, UserAccess access, Directory directory) {
        this.users = users;
        this.persons = persons;
        this.access = access;
        this.directory = directory;
    }

    /** The address of an owner for whom nobody gave one: mail to it goes nowhere, by the rule of its domain. */
    public static String placeholder(AccountView main) {
        return "owner@" + customerId(main) + ".curfew.invalid";
    }

    /** The number of a main account as a customer. */
    static String customerId(AccountView main) {
        return Objects.requireNonNull(main.ids().customerId(), "every main account is a customer");
    }

    /**
     * Makes the owner of a new tree, who may do everything in it and is its operator's root user. Refuses with
     * {@link ErrorCode#EMAIL_TAKEN} the address of another operator's root user.
     *
     * @param passwordHash null for an owner who does not log in by password
     * @return the owner's number
     */
    public Uni<String> makeOwner(AccountView main, String email, @Nullable String passwordHash) {
        RoleGrant everything = RoleGrant.whole(CustomerRole.SUPER_ADMIN, main.id(), customerId(main));
        Map<String, Directory.Kind> address = Map.of(addressId(email), Directory.Kind.EMAIL);
        return (passwordHash == null
                        ? Uni.createFrom().<@Nullable String>nullItem()
                        : persons.make(email, passwordHash, main.createdAt()))
                .map(personId -> new LoginUser(
                        Ids.digits(ID_DIGITS),
                        main.id(),
                        LoginUser.Profile.of(email),
                        personId,
                        Role.OWNER,
                        main.createdAt()))
                .chain(owner -> enter(owner, address, List.of(everything)))
                .map(LoginUser::id);
    }

    /** The entry by which an operator's root user is found in the directory. */
    static String addressId(String email) {
        return "mailto:" + email;
    }

    /** Makes somebody of any standing who has not accepted yet. */
    Uni<LoginUser> make(String tenantId, LoginUser.Profile profile, Role role, List<RoleGrant> roles, Instant at) {
        return enter(new LoginUser(Ids.digits(ID_DIGITS), tenantId, profile, null, role, at), Map.of(), roles);
    }

    private Uni<LoginUser> enter(LoginUser user, Map<String, Directory.Kind> address, List<RoleGrant> roles) {
        Map<String, Directory.Kind> entries = new LinkedHashMap<>(address);
        entries.put(user.id(), Directory.Kind.USER);
        return directory
                .claim(entries, user.tenantId(), user.id())
                .invoke(free -> {
                    if (!free) {
                        throw new DomainException(ErrorCode.EMAIL_TAKEN, "This email is already registered.");
                    }
                })
                .chain(() -> users.persistAndFlush(user))
                .call(() -> access.grant(user.tenantId(), user.id(), roles));
    }
}
