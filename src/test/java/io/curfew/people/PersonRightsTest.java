package io.curfew.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.curfew.access.Target;
import io.curfew.access.Verdict;
import io.curfew.kernel.Action;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each role allows with a customer and with an advertiser account. */
class PersonRightsTest {
    private static final Target.Account CUSTOMER = Target.tree("AC1");
    private static final Target.Account ACCOUNT = new Target.Account("AC1", "AC2", "5");
    private static final Target.Account OTHER = new Target.Account("AC1", "AC3", "6");
    private static final Target.Account STRANGER = new Target.Account("AC9", "AC8", "5");

    private static PersonRights person(boolean manager, RoleGrant... roles) {
        return PersonRights.of(new UserCaller("AC1", "1", "7", "SK1", manager, List.of(roles)));
    }

    private static RoleGrant role(CustomerRole role, Set<String> accounts, @Nullable LinkPermission link) {
        return new RoleGrant(role, "AC1", "1", !accounts.isEmpty(), accounts, link);
    }

    private static String allowed(PersonRights person, Target target) {
        return Arrays.stream(Action.values())
                .filter(action -> action.name().startsWith("ACCOUNT_"))
                .filter(action -> person.reaches(target) && person.grants(action, target) == Verdict.ALLOWED)
                .map(action -> action.name().substring("ACCOUNT_".length()))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "SUPER_ADMIN, CREATE LIST READ UPDATE, LIST READ UPDATE TAG CLOSE",
        "AGGREGATOR, CREATE LIST READ UPDATE, LIST READ UPDATE TAG",
        "STANDARD_USER, LIST READ, LIST READ UPDATE TAG",
        "CAMPAIGN_MANAGER, LIST READ, LIST READ TAG",
        "VIEWER, LIST READ, LIST READ"
    })
    void roleAllows(CustomerRole role, String customer, String account) {
        PersonRights person = person(false, role(role, Set.of(), null));
        assertThat(allowed(person, CUSTOMER)).isEqualTo(customer);
        assertThat(allowed(person, ACCOUNT)).isEqualTo(account);
        assertThat(allowed(person, STRANGER)).isEmpty();
    }

    @Test
    void roleWhoseLastAccountIsGoneHasNone() {
        PersonRights person = person(false, new RoleGrant(CustomerRole.SUPER_ADMIN, "AC1", "1", true, Set.of(), null));
        assertThat(allowed(person, ACCOUNT)).isEmpty();
        assertThat(allowed(person, CUSTOMER)).isEqualTo("LIST READ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RoleGrant(CustomerRole.VIEWER, "AC1", "1", false, Set.of("5"), null));
    }

    @Test
    void roleOfSomeAccountsEndsThere() {
        PersonRights person = person(false, role(CustomerRole.SUPER_ADMIN, Set.of("5"), null));
        assertThat(allowed(person, ACCOUNT)).isEqualTo("LIST READ UPDATE TAG CLOSE");
        assertThat(allowed(person, OTHER)).isEmpty();
        assertThat(allowed(person, CUSTOMER)).isEqualTo("LIST READ");
    }

    @ParameterizedTest
    @CsvSource({"ADMINISTRATIVE, LIST READ UPDATE TAG CLOSE", "STANDARD, LIST READ UPDATE TAG", "LINKED_ENTITY_ONLY, ''"
    })
    void linkLimitsASuperAdmin(LinkPermission link, String account) {
        PersonRights person = person(false, role(CustomerRole.SUPER_ADMIN, Set.of(), link));
        assertThat(allowed(person, ACCOUNT)).isEqualTo(account);
    }

    @Test
    void platformsOwnPeopleReadAllAndEndCustomers() {
        PersonRights person = person(true);
        assertThat(allowed(person, STRANGER)).isEqualTo("READ");
        assertThat(allowed(person, Target.tree("AC9"))).isEqualTo("READ CLOSE");
        assertThat(allowed(person(false), STRANGER)).isEmpty();
    }

    @Test
    void peopleAreSeenByThemselvesByColleaguesAndByThePlatform() {
        PersonRights colleague = person(false, role(CustomerRole.VIEWER, Set.of(), null));
        Target.Person here = new Target.Person("8", Set.of("AC1"), false);
        Target.Person elsewhere = new Target.Person("8", Set.of("AC9"), false);
        Target.Person platform = new Target.Person("8", Set.of("AC1"), true);
        assertThat(colleague.reaches(here)).isTrue();
        assertThat(colleague.reaches(elsewhere)).isFalse();
        assertThat(colleague.reaches(platform)).isFalse();
        assertThat(colleague.reaches(new Target.Person("7", Set.of(), true))).isTrue();
        assertThat(person(true).reaches(elsewhere)).isTrue();
    }

    @Test
    void rolesHaveTheVendorsNumbers() {
        assertThat(Arrays.stream(CustomerRole.values()).map(CustomerRole::number))
                .containsExactly(41, 33, 203, 16, 100);
        for (CustomerRole role : CustomerRole.values()) {
            assertThat(CustomerRole.of(role.number())).contains(role);
        }
        assertThat(CustomerRole.of(0)).isEmpty();
    }
}
