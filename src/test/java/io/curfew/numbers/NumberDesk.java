package io.curfew.numbers;

import static io.curfew.testing.Reactive.await;

import io.curfew.accounts.AccountService;
import io.curfew.accounts.ChangeAccount;
import io.curfew.events.Actor;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.PageRequest;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.lifecycle.WorkRunner;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What tests do with numbers, and how they look at the rows behind them. */
@ApplicationScoped
class NumberDesk {
    static final Actor ACTOR = new Actor(Actor.Kind.CUSTOMER, "test", "twilio");

    private final NumberService numbers;
    private final NumberSaleService sale;
    private final AccountService accounts;
    private final WorkRunner runner;
    private final Database database;

    NumberDesk(
            NumberService numbers,
            NumberSaleService sale,
            AccountService accounts,
            WorkRunner runner,
            Database database) {
        this.numbers = numbers;
        this.sale = sale;
        this.accounts = accounts;
        this.runner = runner;
        this.database = database;
    }

    /** A local number of the United States that is for sale. */
    String freeNumber() {
        return free("US", NumberType.LOCAL);
    }

    String free(String country, NumberType type) {
        return await(() -> sale.search(InventorySearch.any(country, type, 1)))
                .get(0)
                .phoneNumber();
    }

    /** Puts a local number into the inventory, until {@link #takeOut}. */
    void stockUp(String country, String phoneNumber) {
        database.execute(
                "insert into number_inventory (phone_number, country, type, voice, sms, mms, fax, address_requirements, beta,"
                        + " state, free_at, updated_at) select $1, $2, 'LOCAL', true, true, true, true, 'NONE', false,"
                        + " 'AVAILABLE', min(updated_at), min(updated_at) from number_inventory",
                phoneNumber,
                country);
    }

    void takeOut(String phoneNumber) {
        database.execute("delete from number_inventory where phone_number = $1", phoneNumber);
    }

    List<String> freeNumbers(int many) {
        return await(() -> sale.search(InventorySearch.any("US", NumberType.LOCAL, many))).stream()
                .map(AvailableNumber::phoneNumber)
                .toList();
    }

    boolean isForSale(String phoneNumber) {
        InventorySearch search = new InventorySearch(
                "US",
                NumberType.LOCAL,
                null,
                phoneNumber + "$",
                null,
                null,
                null,
                null,
                false,
                false,
                false,
                true,
                null,
                null,
                null,
                null,
                null,
                null,
                0,
                50);
        return !await(() -> sale.search(search)).isEmpty();
    }

    NumberView buy(Credentials main, Credentials account, String phoneNumber) {
        return await(() -> numbers.buy(buying(main, account, phoneNumber)));
    }

    NumberView buyAny(Credentials main, Credentials account) {
        return buy(main, account, freeNumber());
    }

    static BuyNumber buying(Credentials main, Credentials account, String phoneNumber) {
        return buying(main, account, new BuyNumber.ByNumber(phoneNumber, null), SettingsChange.NONE);
    }

    static BuyNumber buying(Credentials main, Credentials account, BuyNumber.Choice choice, SettingsChange settings) {
        return new BuyNumber(main.sid(), account.sid(), choice, settings, ACTOR);
    }

    NumberView change(ChangeNumber command) {
        return await(() -> numbers.change(command));
    }

    void release(NumberView number) {
        release(number.tenantId(), number.accountId(), number.id());
    }

    /** Releases a number that has moved to {@code holder}. */
    void release(NumberView number, Credentials holder) {
        release(number.tenantId(), holder.sid(), number.id());
    }

    private void release(String tenantId, String accountId, String id) {
        await(() -> numbers.release(new ReleaseNumber(tenantId, accountId, id, null, ACTOR)));
    }

    /** Lets the quarantine of released numbers be over, without moving the clock that all tests share. */
    void endQuarantines(List<NumberView> released) {
        for (NumberView number : released) {
            database.execute(
                    "update number_inventory set state = 'AVAILABLE', free_at = updated_at, holder_tenant_id = null,"
                            + " quarantine_id = null, quarantined_until = null where quarantine_id = $1",
                    number.id());
        }
    }

    List<NumberView> held(Credentials main, Credentials account) {
        return await(() -> numbers.list(NumberFilter.all(main.sid(), account.sid()), PageRequest.first(100)))
                .items();
    }

    void move(Credentials main, Credentials account, LifecycleStatus status) {
        await(() -> accounts.change(ChangeAccount.to(status, main.sid(), account.sid(), ACTOR)));
    }

    void close(Credentials main, Credentials account) {
        move(main, account, LifecycleStatus.CLOSED);
    }

    void runDue() {
        await(runner::runDue);
    }

    /** The refusal that {@code action} ends with; empty when it succeeds. */
    static Optional<ErrorCode> refusal(Runnable action) {
        try {
            action.run();
            return Optional.empty();
        } catch (DomainException e) {
            return Optional.of(e.code());
        }
    }

    /**
     * An inventory row.
     *
     * @param state its state
     * @param holder who has it, empty for nobody
     * @param claim the id it is held under, empty for none
     */
    record Stock(String state, String holder, String claim) {
        static final Stock AVAILABLE = new Stock("AVAILABLE", "", "");

        static Stock assigned(NumberView number) {
            return new Stock("ASSIGNED", number.tenantId(), number.id());
        }

        static Stock quarantined(String tenantId) {
            return new Stock("QUARANTINED", tenantId, "");
        }
    }

    Stock stock(String phoneNumber) {
        List<Object> row = database.rows(
                        "select state, coalesce(holder_tenant_id, ''), coalesce(claim_id, '')"
                                + " from number_inventory where phone_number = $1",
                        phoneNumber)
                .get(0);
        return new Stock((String) row.get(0), (String) row.get(1), (String) row.get(2));
    }

    /** Holders of the number by the rows that say it is in use: id of the holding to id of the account. */
    Map<String, String> inUse(String phoneNumber) {
        return database
                .rows(
                        "select id, account_id from phone_number where phone_number = $1 and released_at is null",
                        phoneNumber)
                .stream()
                .collect(Collectors.toMap(row -> (String) row.get(0), row -> (String) row.get(1)));
    }

    /** Kinds of work that wait for the holding. */
    List<Object> work(String id) {
        return database.column("select kind from lifecycle_work where target_id = $1 order by kind", id);
    }

    /** Kinds of work of a tenant about numbers. */
    List<Object> workOf(String tenantId) {
        return database.column(
                "select kind from lifecycle_work where tenant_id = $1 and kind like 'number-%' order by kind",
                tenantId);
    }

    /** Types of the events about the holding, in order. */
    List<Object> events(String id) {
        return database.column("select type from outbox_event where subject = $1 order by recorded_at", id);
    }

    /** The accounts charged for the holding, one a month. */
    List<Object> charged(String id) {
        return database.column("select account_id from usage_event where subject = $1 order by occurred_at", id);
    }

    /** When the months began that were charged. */
    List<Instant> chargedAt(String id) {
        return database
                .column("select occurred_at from usage_event where subject = $1 order by occurred_at", id)
                .stream()
                .map(at -> ((OffsetDateTime) at).toInstant())
                .toList();
    }
}
