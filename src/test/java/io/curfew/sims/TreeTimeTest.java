package io.curfew.sims;

import static io.curfew.sims.SimDesk.ACTOR;
import static io.curfew.sims.SimDesk.on;
import static io.curfew.sims.SimDesk.refusal;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.access.Reach;
import io.curfew.accounts.AccountFilter;
import io.curfew.accounts.AccountService;
import io.curfew.accounts.AccountType;
import io.curfew.accounts.AccountView;
import io.curfew.accounts.OpenAccount;
import io.curfew.advertising.AdvertiserSearchService;
import io.curfew.credentials.Authenticator;
import io.curfew.credentials.Authenticator.Outcome;
import io.curfew.credentials.CredentialKind;
import io.curfew.credentials.CredentialService;
import io.curfew.credentials.IssueCredential;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Ids;
import io.curfew.kernel.PageRequest;
import io.curfew.people.CustomerRole;
import io.curfew.people.PersonRights;
import io.curfew.people.RoleGrant;
import io.curfew.people.UserCaller;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.SettableClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Two trees at different times: what falls due in one does so at its own time, and does not in the other. Credentials end by
 * real time in both.
 */
@CurfewTest
class TreeTimeTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration UNTIL_GONE = Duration.ofDays(31);

    @Inject
    SimDesk desk;

    @Inject
    SimService sims;

    @Inject
    SimQueryService queries;

    @Inject
    Accounts accounts;

    @Inject
    AccountService service;

    @Inject
    CredentialService credentials;

    @Inject
    Authenticator authenticator;

    @Inject
    AdvertiserSearchService advertisers;

    @Inject
    SettableClock clock;

    private SimView anExpiringSim(Credentials main) {
        SimView sim = desk.anUnprotectedSim(main);
        return await(
                () -> sims.change(new ChangeSim.SetExpiry(on(sim), clock.now().plus(HOUR), ExpiryAction.TERMINATE)));
    }

    private List<SimView> listed(SimView sim) {
        return desk.list(SimFilter.all(sim.tenantId(), sim.coverage()));
    }

    private long terminated(SimView sim) {
        return await(() -> queries.countsByStatus(sim.tenantId(), null)).get(SimStatus.TERMINATED);
    }

    @Test
    void simsExpireAtTheirTreesTime() {
        // Given
        SimView ahead = anExpiringSim(accounts.main());
        SimView other = anExpiringSim(accounts.main());
        List<Object> otherRow = desk.row(other);
        // When
        clock.advance(ahead.tenantId(), HOUR);
        // Then
        assertThat(desk.get(ahead).status()).isEqualTo(SimStatus.TERMINATED);
        assertThat(desk.get(ahead).expiryFiredAt()).isEqualTo(ahead.expiryAt());
        assertThat(listed(ahead)).containsExactly(desk.get(ahead));
        assertThat(terminated(ahead)).isEqualTo(1);
        assertThat(desk.get(other)).isEqualTo(other);
        assertThat(listed(other)).containsExactly(other);
        assertThat(terminated(other)).isZero();
        // When: the history is asked for, which writes what is due, and the worker runs
        assertThat(desk.statuses(ahead)).endsWith(SubscriberStatus.TERMINATED);
        assertThat(desk.statuses(other)).doesNotContain(SubscriberStatus.TERMINATED);
        desk.runDue();
        // Then
        assertThat(desk.row(ahead).get(0)).isEqualTo("TERMINATED");
        assertThat(desk.row(other)).isEqualTo(otherRow);
        // When
        clock.advance(HOUR);
        // Then
        assertThat(desk.get(other).status()).isEqualTo(SimStatus.TERMINATED);
    }

    @Test
    void accountsAreGoneAtTheirTreesTime() {
        // Given
        Credentials ahead = accounts.main();
        Credentials other = accounts.main();
        Credentials aheadSub = closedSub(ahead);
        Credentials otherSub = closedSub(other);
        // When
        clock.advance(ahead.sid(), UNTIL_GONE);
        // Then
        assertThat(refusal(() -> await(() -> service.get(ahead.sid(), aheadSub.sid()))))
                .contains(ErrorCode.NOT_FOUND);
        assertThat(refusal(() -> await(() -> service.resolve(aheadSub.sid(), new Reach(ahead.sid(), null)))))
                .contains(ErrorCode.PURGED);
        assertThat(ids(new AccountFilter(ahead.sid(), null, null, null))).containsExactly(ahead.sid());
        assertThat(targetOf(ahead, aheadSub)).isNull();
        assertThat(await(() -> service.get(other.sid(), otherSub.sid())).id()).isEqualTo(otherSub.sid());
        assertThat(await(() -> service.resolve(otherSub.sid(), new Reach(other.sid(), null)))
                        .id())
                .isEqualTo(otherSub.sid());
        assertThat(ids(new AccountFilter(other.sid(), null, null, null))).containsExactly(otherSub.sid(), other.sid());
        assertThat(targetOf(other, otherSub)).isEqualTo(otherSub.sid());
    }

    @Test
    void aPersonOfTwoTreesFindsWhatIsThereInEachAtItsTime() {
        // Given
        Credentials ahead = accounts.main();
        Credentials other = accounts.main();
        AccountView aheadSub = closed(ahead);
        AccountView otherSub = closed(other);
        PersonRights person = PersonRights.of(
                new UserCaller(ahead.sid(), customer(ahead), "1", "TK1", false, List.of(role(ahead), role(other))));
        assertThat(found(person)).containsExactlyInAnyOrder(aheadSub.id(), otherSub.id());
        // When
        clock.advance(ahead.sid(), UNTIL_GONE);
        // Then
        assertThat(found(person)).containsExactly(otherSub.id());
        assertThat(refusal(() -> await(
                        () -> advertisers.get(String.valueOf(aheadSub.ids().advertiserAccountId()), person))))
                .contains(ErrorCode.ADVERTISER_ACCOUNT_UNKNOWN);
        assertThat(await(() -> advertisers.get(String.valueOf(otherSub.ids().advertiserAccountId()), person))
                        .account())
                .isEqualTo(otherSub);
    }

    private AccountView closed(Credentials main) {
        String id = closedSub(main).sid();
        return await(() -> service.get(main.sid(), id));
    }

    private String customer(Credentials main) {
        return String.valueOf(
                await(() -> service.get(main.sid(), main.sid())).ids().customerId());
    }

    private RoleGrant role(Credentials main) {
        return RoleGrant.whole(CustomerRole.SUPER_ADMIN, main.sid(), customer(main));
    }

    private List<String> found(PersonRights person) {
        return await(() -> advertisers.find(null, null, false, 10, person)).stream()
                .map(found -> found.account().id())
                .toList();
    }

    private Credentials closedSub(Credentials main) {
        Credentials sub = accounts.sub(main);
        desk.close(main, sub);
        return sub;
    }

    private List<String> ids(AccountFilter filter) {
        return await(() -> service.list(filter, PageRequest.first(10))).items().stream()
                .map(AccountView::id)
                .toList();
    }

    private @Nullable String targetOf(Credentials main, Credentials target) {
        Outcome outcome = await(() -> authenticator.authenticate(main.sid(), main.token(), target.sid()));
        AccountView found = ((Outcome.Known) outcome).target();
        return found == null ? null : found.id();
    }

    @Test
    void theListOfAllTreesLeavesOutWhatIsGoneAtItsOwnTime() {
        // Given: the newer one comes first, and is alone on its page
        String name = "Main " + Ids.hex(16);
        String other = main(name);
        String ahead = main(name);
        AccountFilter all = new AccountFilter(null, null, false, name, null);
        assertThat(ids(all)).containsExactly(ahead, other);
        // When
        clock.advance(ahead, UNTIL_GONE);
        // Then
        assertThat(ids(all)).containsExactly(other);
        assertThat(await(() -> service.list(all, PageRequest.first(1))).items())
                .extracting(AccountView::id)
                .containsExactly(other);
    }

    /** One that is closed. */
    private String main(String name) {
        AccountView main = await(() -> service.open(
                new OpenAccount.Main(name, AccountType.FULL, OpenAccount.ChosenIds.NONE, Accounts.PLATFORM)));
        Credentials closed = new Credentials(main.id(), "");
        desk.close(closed, closed);
        return main.id();
    }

    @Test
    void whoIsGoneAtTheirTreesTimeIsUnknown() {
        // Given
        Credentials ahead = accounts.main();
        Credentials other = accounts.main();
        desk.close(ahead, ahead);
        desk.close(other, other);
        // When
        clock.advance(ahead.sid(), UNTIL_GONE);
        // Then
        assertThat(await(() -> authenticator.authenticate(ahead.sid(), ahead.token(), null)))
                .isInstanceOf(Outcome.Unknown.class);
        assertThat(await(() -> authenticator.authenticate(other.sid(), other.token(), null)))
                .isInstanceOf(Outcome.Inactive.class);
    }

    @Test
    void tokensEndByRealTime() {
        // Given
        Credentials main = accounts.main();
        String token = await(() -> credentials.issue(IssueCredential.expiring(
                        CredentialKind.NATIVE_TOKEN,
                        main.sid(),
                        main.sid(),
                        null,
                        clock.now().plus(HOUR),
                        ACTOR)))
                .secret();
        // When
        clock.advance(main.sid(), Duration.ofDays(3650));
        // Then
        assertThat(await(() -> authenticator.authenticateToken(token))).isInstanceOf(Outcome.Known.class);
        // When
        clock.advance(HOUR);
        // Then
        assertThat(await(() -> authenticator.authenticateToken(token))).isInstanceOf(Outcome.Inactive.class);
    }
}
