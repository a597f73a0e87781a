package io.curfew.advertising;

import io.curfew.access.Gate;
import io.curfew.access.Target;
import io.curfew.accounts.AccountView;
import io.curfew.kernel.Action;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.LifecycleClock;
import io.curfew.people.PersonRights;
import io.curfew.people.RoleGrant;
import io.curfew.sql.Autocommit;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds advertiser accounts of a caller's customers, including closed ones until their purge is due. Each search is
 * one statement, which uses the customers' indexes.
 */
@ApplicationScoped
public class AdvertiserSearchService {
    private static final String ONE =
            "select d.tenant_id as d_tenant, d.target_id as d_account, " + AdvertiserRows.COLUMNS
                    + " from directory d"
                    + " left join account a on a.tenant_id = d.tenant_id and a.id = d.target_id"
                    + " left join account m on m.tenant_id = a.tenant_id and m.id = a.tenant_id"
                    + " left join advertiser_account p on p.tenant_id = a.tenant_id and p.account_id = a.id"
                    + " where d.id = $1 and d.kind = 'ADVERTISER_ACCOUNT'";

    private static final String NUMBER = "a.advertiser_account_number";
    private static final String NAME = "lower(a.name)";

    private final Autocommit sql;
    private final LifecycleClock clock;

    AdvertiserSearchService(Autocommit sql, LifecycleClock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * The account with that number.
     *
     * <p>Refuses with {@link ErrorCode#ADVERTISER_ACCOUNT_UNKNOWN} for one that never existed or was purged, and with
     * {@link ErrorCode#FORBIDDEN} for one that no role of the caller covers.
     */
    @CheckReturnValue
    public Uni<AdvertiserAccountView> get(String id, PersonRights caller) {
        return sql.of(ONE, id)
                .one(row -> {
                    Target.Account target =
                            AdvertiserAccountService.target(row.string("d_tenant"), row.string("d_account"), id);
                    Gate.may(caller, Action.ACCOUNT_READ, target).orRefuse(verdict -> CustomerService.forbidden());
                    return AdvertiserRows.read(row);
                })
                .map(found -> {
                    if (found == null || !isThere(found.account())) {
                        throw AdvertiserAccountService.unknown();
                    }
                    return found;
                });
    }

    private boolean isThere(AccountView account) {
        return account.standing().isThere(clock.now(account.tenantId()));
    }

    /** The accounts that match {@code search}. */
    @CheckReturnValue
    public Uni<List<AdvertiserAccountView>> search(AccountSearch search, PersonRights caller) {
        Query query = new Query(caller.readable());
        search.predicates().forEach(query::restrict);
        return query.run(search);
    }

    /**
     * The accounts of one customer, in the order of their numbers. Refuses with {@link ErrorCode#FORBIDDEN} where the
     * caller has no role.
     *
     * @param limit the greatest number of accounts
     */
    @CheckReturnValue
    public Uni<List<AdvertiserAccountView>> ofCustomer(String customerId, int limit, PersonRights caller) {
        return find(customerId, null, false, limit, caller);
    }

    /**
     * Accounts whose name or number begins with {@code prefix}, regardless of case, in the order of their numbers.
     *
     * @param customerId the only customer to look at, null for all of the caller's customers; refused with
     *     {@link ErrorCode#FORBIDDEN} where the caller has no role
     * @param prefix the beginning to look for; null or empty for all accounts
     * @param numbersOnly whether only numbers are compared
     */
    @CheckReturnValue
    public Uni<List<AdvertiserAccountView>> find(
            @Nullable String customerId, @Nullable String prefix, boolean numbersOnly, int limit, PersonRights caller) {
        if (customerId != null) {
            Gate.may(caller, Action.ACCOUNT_LIST, caller.customer(customerId))
                    .orRefuse(verdict -> CustomerService.forbidden());
        }
        Query query = new Query(caller.readable());
        if (customerId != null) {
            query.restrict(new AccountPredicate(
                    AccountPredicate.Field.CUSTOMER, AccountPredicate.Operator.EQUALS, List.of(customerId)));
        }
        if (prefix != null && !prefix.isEmpty()) {
            query.startingWith(prefix, numbersOnly);
        }
        return query.run(new AccountSearch(List.of(), AccountSearch.Order.NUMBER, false, 0, limit));
    }

    /** A statement under construction, with the values that it binds. */
    private final class Query {
        private final StringBuilder where = new StringBuilder();
        private final List<Object> bound = new ArrayList<>();

        Query(Collection<RoleGrant> grants) {
            where.append(" where a.parent_id is not null and (");
            String or = "";
            for (RoleGrant grant : grants) {
                String tenantId = grant.customerTenantId();
                where.append(or)
                        .append("(a.tenant_id = ")
                        .append(bind(tenantId))
                        .append(" and ")
                        .append(AdvertiserRows.STANDING.isThere(bind(clock.now(tenantId))));
                if (grant.restricted()) {
                    where.append(" and a.advertiser_account_id = any(")
                            .append(bind(grant.accountIds()))
                            .append(')');
                }
                where.append(')');
                or = " or ";
            }
            where.append(grants.isEmpty() ? "false)" : ")");
        }

        private String bind(Object value) {
            bound.add(value);
            return "$" + bound.size();
        }

        void restrict(AccountPredicate predicate) {
            where.append(" and ")
                    .append(
                            switch (predicate.field()) {
                                case ID -> anyOf("a.advertiser_account_id", predicate.values(), "");
                                case STATUS -> statusIs(predicate.value());
                                case CUSTOMER -> "m.customer_id = " + bind(predicate.value());
                                case USER -> openTo(predicate.value());
                                case NUMBER -> text(NUMBER, "upper", predicate);
                                case NAME -> text(NAME, "lower", predicate);
                            });
        }

        /** Compares regardless of case: names are indexed in lower case, and numbers have capital letters only. */
        private String text(String column, String function, AccountPredicate predicate) {
            return predicate.operator() == AccountPredicate.Operator.CONTAINS
                    ? "position(" + function + "(" + bind(predicate.value()) + ") in " + column + ") > 0"
                    : anyOf(column, predicate.values(), function);
        }

        private String anyOf(String column, List<String> values, String function) {
            List<String> parameters = values.stream()
                    .map(value -> function + "(" + bind(value) + ")")
                    .toList();
            return column + " in (" + String.join(", ", parameters) + ")";
        }

        /**
         * The condition that accounts have a status. A search for active accounts leaves out paused ones: an account
         * that the platform's billing has paused is suspended here.
         */
        private String statusIs(String status) {
            return Arrays.stream(AdvertiserStatus.values())
                    .filter(one -> one.name().equals(status))
                    .map(one -> one.condition(AdvertiserRows.STANDING, AdvertiserRows.DRAFT))
                    .findFirst()
                    // The vendor has a word for a state that no account here ever has.
                    .orElse("false");
        }

        /** Selects accounts that a person has a role for. The directory says which tree the person belongs to. */
        private String openTo(String userId) {
            return "exists (select 1 from directory du join user_role r on r.tenant_id = du.tenant_id"
                    + " and r.user_id = du.target_id where du.id = " + bind(userId)
                    + " and du.kind = 'USER' and r.customer_tenant_id = a.tenant_id"
                    + " and coalesce(r.link_permission, '') <> 'LINKED_ENTITY_ONLY'"
                    + " and (r.account_ids is null or a.advertiser_account_id = any(r.account_ids)))";
        }

        void startingWith(String prefix, boolean numbersOnly) {
            String pattern = bind(likeable(prefix) + "%");
            where.append(" and (lower(a.advertiser_account_number) like lower(")
                    .append(pattern)
                    .append(')');
            if (!numbersOnly) {
                where.append(" or lower(a.name) like lower(").append(pattern).append(')');
            }
            where.append(')');
        }

        private String likeable(String text) {
            return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        }

        Uni<List<AdvertiserAccountView>> run(AccountSearch search) {
            String column = switch (search.order()) {
                case ID -> "a.advertiser_account_id";
                case NAME -> "a.name";
                case NUMBER -> "a.advertiser_account_number";
            };
            String direction = search.descending() ? " desc" : "";
            String statement = "select " + AdvertiserRows.COLUMNS + " from account a" + AdvertiserRows.JOINS + where
                    + " order by " + column + direction + ", a.advertiser_account_id" + direction + " offset "
                    + bind(search.offset()) + " limit " + bind(search.limit());
            return sql.of(statement, bound.toArray())
                    .list(AdvertiserRows::read)
                    .map(rows -> rows.stream()
                            .<AdvertiserAccountView>mapMulti((view, found) -> {
                                if (view != null) {
                                    found.accept(view);
                                }
                            })
                            .toList());
        }
    }
}
