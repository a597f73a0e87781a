package io.curfew.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.LifecycleStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StatusRulesTest {
    @Test
    void onlyAnActiveAccountsCredentialsAreGood() {
        assertThat(Arrays.stream(LifecycleStatus.values()).filter(StatusRules::mayAct))
                .containsExactly(LifecycleStatus.ACTIVE);
    }

    @Test
    void everyActIsAllowedInTheStatesThatTheDocumentSays() throws IOException {
        // Given
        String document = Files.readString(Path.of("docs/access.md"));
        Set<String> active = named(document, "| active | ");
        Set<String> open = named(document, "| open | ");
        // Then
        for (Action action : Action.values()) {
            EnumSet<LifecycleStatus> expected = EnumSet.allOf(LifecycleStatus.class);
            if (active.contains(action.label())) {
                expected = EnumSet.of(LifecycleStatus.ACTIVE);
            } else if (open.contains(action.label())) {
                expected.remove(LifecycleStatus.CLOSED);
            }
            assertThat(StatusRules.allowing(action)).as(action.label()).isEqualTo(expected);
        }
        assertThat(Stream.concat(active.stream(), open.stream()))
                .allSatisfy(act -> assertThat(Action.of(act)).as(act).isPresent());
    }

    private static Set<String> named(String document, String row) {
        String acts = document.substring(document.indexOf(row) + row.length());
        return Pattern.compile("`([^`]+)`")
                .matcher(acts.substring(0, acts.indexOf('\n')))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void statusesStandStillBelowAMainAccountThatIsNotActive() {
        assertDoesNotThrow(() -> StatusRules.requireParent(LifecycleStatus.ACTIVE));
        assertThatThrownBy(() -> StatusRules.requireParent(LifecycleStatus.SUSPENDED))
                .isInstanceOfSatisfying(
                        DomainException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.PARENT_NOT_ACTIVE));
    }

    @Test
    void refusalSaysThatTheAccountIsNotActive() {
        assertDoesNotThrow(() -> StatusRules.require(Action.NUMBER_RELEASE, LifecycleStatus.SUSPENDED));
        assertThatThrownBy(() -> StatusRules.require(Action.NUMBER_RELEASE, LifecycleStatus.CLOSED))
                .isInstanceOfSatisfying(
                        DomainException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.ACCOUNT_NOT_ACTIVE));
    }
}
