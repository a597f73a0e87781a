package io.curfew.opening;

import io.curfew.accounts.AccountType;
import io.curfew.accounts.AccountView;
import io.curfew.accounts.OpenAccount;
import io.curfew.credentials.AuthTokenService;
import io.curfew.credentials.CredentialKind;
import io.curfew.credentials.CredentialService;
import io.curfew.credentials.IssueCredential;
import io.curfew.credentials.IssuedCredential;
import io.curfew.credentials.PasswordHasher;
import io.curfew.events.Actor;
import io.curfew.kernel.Ids;
import io.curfew.people.People;
import io.curfew.sql.Sql;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Creates the first main account, its owner and a credential for every door. This happens once, on an empty database.
 */
@ApplicationScoped
public class BootstrapService {
    private static final Actor ACTOR = new Actor(Actor.Kind.PLATFORM, "bootstrap", "worker");
    private static final Pattern OPERATOR = Pattern.compile("OP[0-9]{10}");
    private static final Pattern CUSTOMER = Pattern.compile("[1-9][0-9]{0,17}");
    private static final int LOCK = 0x43757266;

    private final AccountOpeningService accounts;
    private final AuthTokenService tokens;
    private final CredentialService credentials;
    private final People people;

    BootstrapService(
            AccountOpeningService accounts, AuthTokenService tokens, CredentialService credentials, People people) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.credentials = credentials;
        this.people = people;
    }

    /**
     * Everything that bootstrap needs: values from the configuration, or generated ones. The slow parts are done
     * before the transaction.
     */
    public static final class Plan {
        private final Map<String, String> values = new LinkedHashMap<>();
        private final Map<String, String> generated = new LinkedHashMap<>();
        private final String passwordHash;

        /**
         * Settles every value.
         *
         * @throws IllegalArgumentException when a configured value does not have the required form; the message says
         *     which one
         */
        public Plan(BootstrapConfig config) {
            settle("CURFEW_BOOTSTRAP_ACCOUNT_SID", config.accountSid(), Ids.next(Ids.ACCOUNT));
            settle("CURFEW_BOOTSTRAP_AUTH_TOKEN", config.authToken(), AuthTokenService.newToken());
            settle("CURFEW_BOOTSTRAP_EMAIL", config.email(), "owner@curfew.invalid");
            settle("CURFEW_BOOTSTRAP_PASSWORD", config.password(), Ids.base62(20));
            settle("CURFEW_BOOTSTRAP_OPERATOR_ID", config.operatorId(), "OP" + Ids.digits(10));
            settle("CURFEW_BOOTSTRAP_AUTH_KEY_ID", config.authKeyId(), "keyId-" + Ids.base62(32));
            settle("CURFEW_BOOTSTRAP_AUTH_KEY", config.authKey(), "secret-" + Ids.base62(43));
            settle("CURFEW_BOOTSTRAP_CUSTOMER_ID", config.customerId(), Ids.digits(15));
            settle("CURFEW_BOOTSTRAP_DEVELOPER_TOKEN", config.developerToken(), Ids.base62(43));
            settle("CURFEW_BOOTSTRAP_ACCESS_TOKEN", config.accessToken(), Ids.base62(43));
            settle("CURFEW_BOOTSTRAP_API_TOKEN", config.apiToken(), "curfew_" + Ids.base62(43));
            require(Ids.is(Ids.ACCOUNT, accountSid()), "CURFEW_BOOTSTRAP_ACCOUNT_SID is AC and 32 hex digits");
            require(OPERATOR.matcher(operatorId()).matches(), "CURFEW_BOOTSTRAP_OPERATOR_ID is OP and ten digits");
            require(CUSTOMER.matcher(customerId()).matches(), "CURFEW_BOOTSTRAP_CUSTOMER_ID is a number");
            require(email().contains("@"), "CURFEW_BOOTSTRAP_EMAIL is an e-mail address");
            this.passwordHash = PasswordHasher.hash(value("CURFEW_BOOTSTRAP_PASSWORD"));
        }

        private void settle(String name, Optional<String> configured, String fresh) {
            Optional<String> given = configured.map(String::strip).filter(text -> !text.isEmpty());
            values.put(name, given.orElse(fresh));
            if (given.isEmpty()) {
                generated.put(name, fresh);
            }
        }

        private static void require(boolean holds, String rule) {
            if (!holds) {
                throw new IllegalArgumentException(rule);
            }
        }

        /** The generated values, each by the name of the variable that would have set it. They are to be shown once. */
        public Map<String, String> generated() {
            return Map.copyOf(generated);
        }

        String value(String name) {
            String value = values.get(name);
            if (value == null) {
                throw new IllegalStateException(name);
            }
            return value;
        }

        String accountSid() {
            return value("CURFEW_BOOTSTRAP_ACCOUNT_SID").substring(0, 2)
                    + value("CURFEW_BOOTSTRAP_ACCOUNT_SID").substring(2).toLowerCase(Locale.ROOT);
        }

        String operatorId() {
            return value("CURFEW_BOOTSTRAP_OPERATOR_ID");
        }

        String customerId() {
            return value("CURFEW_BOOTSTRAP_CUSTOMER_ID");
        }

        String email() {
            return value("CURFEW_BOOTSTRAP_EMAIL").toLowerCase(Locale.ROOT);
        }
    }

    /** Whether nothing was ever created here, so that bootstrap is due. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Boolean> isDue() {
        return Sql.of("select 1 from directory limit 1")
                .one(row -> row.integer(0))
                .map(found -> found == null);
    }

    /**
     * Creates everything in {@code plan}.
     *
     * @return false when another replica was first and nothing was created
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<Boolean> run(Plan plan) {
        // The lock function returns void, which the driver cannot read, so its row is counted instead.
        return Sql.of("select count(*) from pg_advisory_xact_lock($1)", LOCK)
                .exactlyOne(row -> row.number(0))
                .chain(this::isDue)
                .chain(due ->
                        due ? make(plan).replaceWith(true) : Uni.createFrom().item(false));
    }

    private Uni<Void> make(Plan plan) {
        OpenAccount.ChosenIds ids = new OpenAccount.ChosenIds(plan.accountSid(), plan.operatorId(), plan.customerId());
        return accounts.open(new OpenAccount.Main(plan.email(), AccountType.FULL, ids, ACTOR))
                .map(AccountOpeningService.Opened::account)
                .call(main -> tokens.adopt(main.id(), main.id(), plan.value("CURFEW_BOOTSTRAP_AUTH_TOKEN")))
                .chain(main -> people.makeOwner(main, plan.email(), plan.passwordHash)
                        .chain(owner -> makeCredentials(plan, main, owner)));
    }

    private Uni<Void> makeCredentials(Plan plan, AccountView main, String owner) {
        return issue(
                        main,
                        CredentialKind.AUTH_KEY,
                        null,
                        plan.value("CURFEW_BOOTSTRAP_AUTH_KEY_ID"),
                        plan.value("CURFEW_BOOTSTRAP_AUTH_KEY"))
                .chain(() -> issue(
                        main,
                        CredentialKind.DEVELOPER_TOKEN,
                        owner,
                        null,
                        plan.value("CURFEW_BOOTSTRAP_DEVELOPER_TOKEN")))
                .chain(() -> issue(
                        main, CredentialKind.ACCESS_TOKEN, owner, null, plan.value("CURFEW_BOOTSTRAP_ACCESS_TOKEN")))
                .chain(() ->
                        issue(main, CredentialKind.NATIVE_TOKEN, owner, null, plan.value("CURFEW_BOOTSTRAP_API_TOKEN")))
                .replaceWithVoid();
    }

    private Uni<IssuedCredential> issue(
            AccountView main, CredentialKind kind, @Nullable String userId, @Nullable String id, String secret) {
        return credentials.adopt(
                new IssueCredential(
                        kind,
                        main.id(),
                        main.id(),
                        userId,
                        "bootstrap",
                        null,
                        kind == CredentialKind.NATIVE_TOKEN,
                        null,
                        id,
                        ACTOR),
                secret);
    }
}
