package io.curfew.lifecycle;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curfew.accounts.AccountService;
import io.curfew.accounts.AccountView;
import io.curfew.accounts.ChangeAccount;
import io.curfew.accounts.OpenAccount;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Database.Stranger;
import io.curfew.testing.Race;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Writers never run out, and a tree is suspended and closed all the same; what they have checked holds. */
@CurfewTest
class TreeLockTest {
    private static final int CREATORS = 32;
    private static final int TIMES = 6;

    /** Far above what it takes, and far below the ten seconds after which a lock is given up. */
    private static final Duration SOON = Duration.ofSeconds(3);

    @Inject
    AccountService service;

    @Inject
    Accounts accounts;

    @Inject
    Database database;

    @Test
    void busyTreeIsSuspendedAndClosed() throws Exception {
        // Given
        Credentials main = accounts.main();
        try (Creators creators = new Creators(main)) {
            List<Long> waits = new ArrayList<>();
            for (int i = 0; i < TIMES; i++) {
                creators.awaitMore(30);
                // When
                waits.add(timed(() -> to(main, LifecycleStatus.SUSPENDED)));
                // Then nobody creates anything from the commit on
                long then = subaccounts(main);
                creators.awaitRefusals(CREATORS);
                assertThat(subaccounts(main)).isEqualTo(then);
                waits.add(timed(() -> to(main, LifecycleStatus.ACTIVE)));
            }
            creators.awaitMore(30);
            waits.add(timed(() -> to(main, LifecycleStatus.CLOSED)));
            long then = subaccounts(main);
            creators.awaitRefusals(CREATORS);
            assertThat(subaccounts(main)).isEqualTo(then);
            System.out.printf("%d creators: suspended, resumed and closed within %s ms%n", CREATORS, waits);
            assertThat(waits).allMatch(millis -> millis < SOON.toMillis());
        }
    }

    @Test
    void creatorsLockNoRowOfTheMainAccount() {
        // Given
        Credentials main = accounts.main();
        String lastLocker = "select cast(xmax as text) from account where id = $1";
        List<Object> opener = database.column(lastLocker, main.sid());
        // When
        List<Supplier<Uni<AccountView>>> creators = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            creators.add(() -> service.open(new OpenAccount.Sub("sub", main.sid(), main.sid(), Accounts.PLATFORM)));
        }
        assertThat(Race.run(creators)).allMatch(result -> result.failure() == null);
        // Then
        assertThat(database.column(lastLocker, main.sid())).isEqualTo(opener);
    }

    /** A statement sees what was there when it began: whoever has waited has to look after that. */
    @Test
    void whoHasWaitedSeesWhatWasWaitedFor() throws Exception {
        // Given
        Credentials main = accounts.main();
        try (Stranger other = database.stranger()) {
            suspendBehind(other, main);
            // When
            CompletableFuture<Throwable> creator = creating(main);
            await().atMost(Duration.ofSeconds(10)).until(() -> database.waiting() > 0);
            other.commit();
            // Then
            assertThat(creator.get(10, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            DomainException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.ACCOUNT_NOT_ACTIVE));
            assertThat(subaccounts(main)).isZero();
        }
    }

    /** Not what the statement behind it says, which only knows that the transaction is broken. */
    @Test
    void failureOfTheLockIsTheOneThatIsTold() throws Exception {
        // Given
        Credentials main = accounts.main();
        try (Stranger other = database.stranger()) {
            suspendBehind(other, main);
            CompletableFuture<Throwable> creator = creating(main);
            await().atMost(Duration.ofSeconds(10)).until(() -> database.waiting() > 0);
            // When
            database.rows("select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'advisory'");
            // Then
            assertThat(creator.get(10, TimeUnit.SECONDS)).hasStackTraceContaining("57014");
            assertThat(subaccounts(main)).isZero();
        }
        assertThat(accounts.sub(main)).isNotNull();
    }

    private static void suspendBehind(Stranger other, Credentials main) {
        other.rows("select count(*) from pg_advisory_xact_lock(hashtextextended($1, 3))", main.sid());
        other.rows(
                "update account set status = 'SUSPENDED', status_cause = 'PLATFORM', version = version + 1 where id = $1",
                main.sid());
    }

    private CompletableFuture<Throwable> creating(Credentials main) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                accounts.sub(main);
                return new AssertionError("created");
            } catch (RuntimeException e) {
                return e;
            }
        });
    }

    private void to(Credentials main, LifecycleStatus status) {
        await(() -> service.change(ChangeAccount.to(status, main.sid(), main.sid(), Accounts.PLATFORM)));
    }

    private long subaccounts(Credentials main) {
        return database.count("select count(*) from account where parent_id = $1", main.sid());
    }

    private static long timed(Runnable change) {
        long start = System.nanoTime();
        change.run();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    /** Callers that create subaccounts one after the other, all the time. */
    private final class Creators implements AutoCloseable {
        private final ExecutorService threads = Executors.newFixedThreadPool(CREATORS);
        private final List<Future<?>> running = new ArrayList<>();
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final AtomicInteger created = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

        private Creators(Credentials main) {
            OpenAccount.Sub command = new OpenAccount.Sub("sub", main.sid(), main.sid(), Accounts.PLATFORM);
            for (int i = 0; i < CREATORS; i++) {
                running.add(threads.submit(() -> {
                    while (!stopped.get()) {
                        create(command);
                    }
                }));
            }
        }

        private void create(OpenAccount.Sub command) {
            try {
                await(() -> service.open(command));
                created.incrementAndGet();
            } catch (DomainException e) {
                if (e.code() != ErrorCode.ACCOUNT_NOT_ACTIVE) {
                    failures.add(e);
                }
                refused.incrementAndGet();
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }

        private void awaitMore(int accounts) {
            int before = created.get();
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> created.get() >= before + accounts);
        }

        /** So many that each creator has been refused after this was called, or has failed. */
        private void awaitRefusals(int times) {
            int before = refused.get();
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> refused.get() >= before + 2 * times);
        }

        @Override
        public void close() throws Exception {
            stopped.set(true);
            for (Future<?> one : running) {
                one.get();
            }
            threads.shutdown();
            assertThat(failures).isEmpty();
        }
    }
}
