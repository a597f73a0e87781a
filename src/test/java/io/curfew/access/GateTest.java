package io.curfew.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.Action;
import io.curfew.testing.AllRights;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules that hold for every credential, asked with one that grants everything. */
class GateTest {
    private static final Target.Account MAIN = Target.tree("AC1");
    private static final Target.Account SUB = Target.account("AC1", "AC2");
    private static final Target.Account SIBLING = Target.account("AC1", "AC3");
    private static final Target.Account STRANGER = Target.tree("AC9");

    private static final Rights OF_MAIN = AllRights.of(MAIN);
    private static final Rights OF_SUB = AllRights.of(SUB);
    private static final Rights OF_PLATFORM = AllRights.PLATFORM;

    @Test
    void reachIsTheOwnAccountAndForAMainAccountItsTree() {
        assertThat(Gate.may(OF_MAIN, Action.ACCOUNT_READ, SUB)).isEqualTo(Verdict.ALLOWED);
        assertThat(Gate.may(OF_MAIN, Action.ACCOUNT_READ, STRANGER)).isEqualTo(Verdict.OUT_OF_REACH);
        assertThat(Gate.may(OF_SUB, Action.ACCOUNT_READ, SUB)).isEqualTo(Verdict.ALLOWED);
        assertThat(Gate.may(OF_SUB, Action.ACCOUNT_READ, MAIN)).isEqualTo(Verdict.OUT_OF_REACH);
        assertThat(Gate.may(OF_SUB, Action.ACCOUNT_READ, SIBLING)).isEqualTo(Verdict.OUT_OF_REACH);
        assertThat(Gate.may(OF_PLATFORM, Action.ACCOUNT_READ, SIBLING)).isEqualTo(Verdict.ALLOWED);
    }

    @Test
    void nobodyChangesTheStatusOfTheAccountTheyActFor() {
        for (Action act : Set.of(Action.ACCOUNT_SUSPEND, Action.ACCOUNT_RESUME, Action.ACCOUNT_CLOSE)) {
            assertThat(Gate.may(OF_MAIN, act, SUB)).isEqualTo(Verdict.ALLOWED);
            assertThat(Gate.may(OF_SUB, act, SUB)).isEqualTo(Verdict.OWN_STATUS);
            assertThat(Gate.may(OF_MAIN, act, MAIN)).isEqualTo(Verdict.MAIN_STATUS);
            assertThat(Gate.may(OF_PLATFORM, act, MAIN)).isEqualTo(Verdict.ALLOWED);
            assertThat(Gate.may(OF_PLATFORM, act, STRANGER)).isEqualTo(Verdict.MAIN_STATUS);
            assertThat(Gate.may(OF_SUB, act, SIBLING)).isEqualTo(Verdict.OUT_OF_REACH);
        }
    }

    @Test
    void whatBelongsToNoTreeIsThePlatformOperators() {
        assertThat(Gate.may(OF_MAIN, Action.ACCOUNT_CREATE, Target.PLATFORM)).isEqualTo(Verdict.PLATFORM_ONLY);
        assertThat(Gate.may(OF_PLATFORM, Action.ACCOUNT_CREATE, Target.PLATFORM))
                .isEqualTo(Verdict.ALLOWED);
        assertThat(Gate.may(OF_MAIN, Action.WORK_DROP, MAIN)).isEqualTo(Verdict.PLATFORM_ONLY);
        assertThat(Gate.may(OF_PLATFORM, Action.WORK_DROP, MAIN)).isEqualTo(Verdict.ALLOWED);
    }

    @Test
    void peopleAreTheirMainAccountsAndBeyondItThePlatformOperators() {
        Target here = new Target.Person("1", Set.of("AC1"), false);
        Target alsoElsewhere = new Target.Person("2", Set.of("AC1", "AC9"), false);
        Target manager = new Target.Person("3", Set.of("AC1"), true);
        assertThat(Gate.may(OF_MAIN, Action.USER_MANAGE, here)).isEqualTo(Verdict.ALLOWED);
        assertThat(Gate.may(OF_MAIN, Action.USER_MANAGE, alsoElsewhere)).isEqualTo(Verdict.OUT_OF_REACH);
        assertThat(Gate.may(OF_MAIN, Action.USER_MANAGE, manager)).isEqualTo(Verdict.OUT_OF_REACH);
        assertThat(Gate.may(OF_PLATFORM, Action.USER_MANAGE, manager)).isEqualTo(Verdict.ALLOWED);
        assertThat(Gate.may(OF_SUB, Action.USER_READ, Target.Any.THING)).isEqualTo(Verdict.WHOLE_TREE_ONLY);
        assertThat(Gate.may(OF_SUB, Action.NUMBER_TRANSFER, SUB)).isEqualTo(Verdict.WHOLE_TREE_ONLY);
    }

    @Test
    void actsAreFoundByTheirNames() {
        for (Action action : Action.values()) {
            assertThat(action.label()).matches("[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*");
            assertThat(Action.of(action.label())).contains(action);
        }
        assertThat(Action.of("account.explode")).isEmpty();
    }
}
