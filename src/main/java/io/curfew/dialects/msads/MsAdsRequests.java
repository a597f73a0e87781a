package io.curfew.dialects.msads;

import io.curfew.advertising.AccountPredicate;
import io.curfew.advertising.AccountPredicate.Field;
import io.curfew.advertising.AccountSearch;
import io.curfew.advertising.AddAdvertiserAccount;
import io.curfew.advertising.AdvertiserStatus;
import io.curfew.advertising.Agency;
import io.curfew.advertising.BusinessAddress;
import io.curfew.advertising.ChangeAdvertiserAccount;
import io.curfew.advertising.ChangeCustomer;
import io.curfew.advertising.TimeStamp;
import io.curfew.dialects.msads.wire.WireObject;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns requests into the core's commands. Fields that a client may not set are ignored; a required field that is
 * missing is refused, and so is a word that is not in its field's enumeration.
 */
final class MsAdsRequests {
    private static final int MOST_VALUES = 10;
    private static final int MOST_PREDICATES = 100;
    private static final int LARGEST_PAGE = 1000;

    /** Separates the values of {@code In}. */
    private static final Pattern SEPARATOR = Pattern.compile("[,;]");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern NUMBER_FILTER = Pattern.compile("[Xx][0-9]+");

    private static final Map<String, Field> FIELDS = Map.of(
            "AccountId", Field.ID,
            "AccountLifeCycleStatus", Field.STATUS,
            "AccountName", Field.NAME,
            "AccountNumber", Field.NUMBER,
            "CustomerId", Field.CUSTOMER,
            "UserId", Field.USER);

    private static final Map<String, AccountPredicate.Operator> OPERATORS = Map.of(
            "Equals", AccountPredicate.Operator.EQUALS,
            "In", AccountPredicate.Operator.IN,
            "Contains", AccountPredicate.Operator.CONTAINS);

    private static final Map<Field, Set<AccountPredicate.Operator>> ALLOWED = Map.of(
            Field.ID, EnumSet.of(AccountPredicate.Operator.EQUALS, AccountPredicate.Operator.IN),
            Field.STATUS, EnumSet.of(AccountPredicate.Operator.EQUALS),
            Field.NAME, EnumSet.of(AccountPredicate.Operator.CONTAINS, AccountPredicate.Operator.EQUALS),
            Field.NUMBER, EnumSet.allOf(AccountPredicate.Operator.class),
            Field.CUSTOMER, EnumSet.of(AccountPredicate.Operator.EQUALS),
            Field.USER, EnumSet.of(AccountPredicate.Operator.EQUALS));

    private MsAdsRequests() {}

    /**
     * The account that a request names; refuses with {@link ErrorCode#ADVERTISER_ACCOUNT_UNKNOWN} when it names none.
     */
    static String accountId(WireObject request) {
        return accountId(request.number("AccountId"));
    }

    private static String accountId(@Nullable Long id) {
        if (id == null) {
            throw new DomainException(ErrorCode.ADVERTISER_ACCOUNT_UNKNOWN, "The account identifier is required.");
        }
        return id.toString();
    }

    /** The customer that a request names; refuses with {@link ErrorCode#FIELD_INVALID} when it names none. */
    static String customerId(WireObject request) {
        return required(request.number("CustomerId"), "CustomerId").toString();
    }

    /**
     * The time stamp that a request sends back; refuses with {@link ErrorCode#VERSION_MISMATCH} when there is none.
     */
    static TimeStamp stamp(WireObject object) {
        byte[] stamp = object.bytes("TimeStamp");
        if (stamp == null || stamp.length == 0) {
            throw new DomainException(
                    ErrorCode.VERSION_MISMATCH, "The time stamp is required: read the object, and send its own.");
        }
        return TimeStamp.of(stamp);
    }

    /** Fields that are shown only to those who ask for them. */
    static List<String> additional(WireObject request) {
        List<String> fields = request.texts("ReturnAdditionalFields");
        return fields == null ? List.of() : fields;
    }

    /** Whether a filter has the form of an account's number, in which case names are not searched. */
    static boolean isNumberFilter(@Nullable String filter) {
        return filter != null && NUMBER_FILTER.matcher(filter).matches();
    }

    /** The account to be created; refuses with {@link ErrorCode#REQUEST_EMPTY} when the request has none. */
    static AddAdvertiserAccount newAccount(WireObject request) {
        WireObject account = present(request.object("Account"), "Account");
        String currency = required(word(account, "CurrencyCode"), "CurrencyCode");
        return new AddAdvertiserAccount(
                required(account.number("ParentCustomerId"), "ParentCustomerId").toString(),
                required(account.text("Name"), "Name"),
                AddAdvertiserAccount.asked(
                        currency,
                        null,
                        word(account, "TimeZone"),
                        word(account, "AutoTagType"),
                        account.number("PrimaryUserId"),
                        account.number("PaymentMethodId"),
                        account.number("SoldToPaymentInstrumentId"),
                        address(account.object("BusinessAddress")),
                        agencies(account),
                        withoutEmpty(account.pairs("TaxInformation")),
                        withoutEmpty(account.pairs("ForwardCompatibilityMap"))));
    }

    private static List<Agency> agencies(WireObject account) {
        List<WireObject> agencies = account.objects("LinkedAgencies");
        return agencies == null
                ? List.of()
                : agencies.stream()
                        .map(agency -> new Agency(agency.number("Id"), agency.text("Name")))
                        .toList();
    }

    private static Map<String, String> withoutEmpty(@Nullable Map<String, String> pairs) {
        return pairs == null ? Map.of() : pairs;
    }

    /** A changed account; refuses with {@link ErrorCode#REQUEST_EMPTY} when the request has none. */
    static ChangeAdvertiserAccount changedAccount(WireObject request) {
        WireObject account = present(request.object("Account"), "Account");
        return new ChangeAdvertiserAccount(
                accountId(account.number("Id")),
                stamp(account),
                required(account.text("Name"), "Name"),
                word(account, "Language"),
                word(account, "TimeZone"),
                word(account, "AutoTagType"),
                account.number("PrimaryUserId"),
                account.number("PaymentMethodId"),
                account.number("BackUpPaymentInstrumentId"),
                account.number("SoldToPaymentInstrumentId"),
                account.decimal("BillingThresholdAmount"),
                address(account.object("BusinessAddress")),
                account.pairs("TaxInformation"),
                account.pairs("ForwardCompatibilityMap"));
    }

    /** A changed customer; refuses with {@link ErrorCode#CUSTOMER_MISSING} when the request has none. */
    static ChangeCustomer changedCustomer(WireObject request) {
        WireObject customer = request.object("Customer");
        if (customer == null) {
            throw new DomainException(ErrorCode.CUSTOMER_MISSING, "The customer is required.");
        }
        return new ChangeCustomer(
                required(customer.number("Id"), "Id").toString(),
                stamp(customer),
                required(customer.text("Name"), "Name"),
                word(customer, "Industry"),
                country(customer.text("MarketCountry")),
                word(customer, "MarketLanguage"),
                address(customer.object("CustomerAddress")),
                customer.pairs("ForwardCompatibilityMap"));
    }

    private static @Nullable String country(@Nullable String code) {
        if (code == null || code.isEmpty()) {
            return null;
        }
        if (!code.matches("[A-Z]{2}")) {
            throw invalid("MarketCountry", "MarketCountry is two capital letters.");
        }
        return code;
    }

    private static @Nullable BusinessAddress address(@Nullable WireObject address) {
        return address == null
                ? null
                : new BusinessAddress(
                        address.text("BusinessName"),
                        address.text("Line1"),
                        address.text("Line2"),
                        address.text("Line3"),
                        address.text("Line4"),
                        address.text("City"),
                        address.text("StateOrProvince"),
                        address.text("PostalCode"),
                        address.text("CountryCode"));
    }

    /**
     * A search.
     *
     * <p>Refuses with {@link ErrorCode#PAGE_INVALID}, {@link ErrorCode#PREDICATE_MISSING}, and
     * {@link ErrorCode#PREDICATE_INVALID}; the last also for a search by status alone.
     */
    static AccountSearch search(WireObject request) {
        List<WireObject> sent = request.objects("Predicates");
        if (sent == null || sent.isEmpty()) {
            throw new DomainException(ErrorCode.PREDICATE_MISSING, "A search has one predicate at least.");
        }
        if (sent.size() > MOST_PREDICATES) {
            throw predicateInvalid("A search has " + MOST_PREDICATES + " predicates at most.");
        }
        List<AccountPredicate> predicates = new ArrayList<>();
        for (WireObject predicate : sent) {
            predicates.add(predicate(predicate));
        }
        if (predicates.stream().allMatch(predicate -> predicate.field() == Field.STATUS)) {
            throw predicateInvalid("A search by status needs another predicate beside it.");
        }
        WireObject page = request.object("PageInfo");
        int index = page == null || page.integer("Index") == null ? 0 : page.integer("Index");
        int size = page == null || page.integer("Size") == null ? 0 : page.integer("Size");
        if (page == null || index < 0 || size < 0 || size > LARGEST_PAGE) {
            throw new DomainException(
                    ErrorCode.PAGE_INVALID, "PageInfo has an Index from 0 on and a Size of 0 to 1000.");
        }
        WireObject order = first(request.objects("Ordering"));
        return new AccountSearch(
                predicates,
                order(order),
                order != null && "Descending".equals(order.text("Order")),
                (long) index * size,
                size);
    }

    private static @Nullable WireObject first(@Nullable List<WireObject> objects) {
        return objects == null || objects.isEmpty() ? null : objects.get(0);
    }

    private static AccountSearch.Order order(@Nullable WireObject order) {
        String field = order == null ? null : order.text("Field");
        if ("Name".equals(field)) {
            return AccountSearch.Order.NAME;
        }
        return "Number".equals(field) ? AccountSearch.Order.NUMBER : AccountSearch.Order.ID;
    }

    private static AccountPredicate predicate(WireObject predicate) {
        Field field = FIELDS.get(orEmpty(predicate.text("Field")));
        AccountPredicate.Operator operator = OPERATORS.get(orEmpty(predicate.text("Operator")));
        String value = predicate.text("Value");
        if (field == null || operator == null || value == null || value.isBlank()) {
            throw predicateInvalid("A predicate has a Field, an Operator and a Value.");
        }
        if (!orEmpty(ALLOWED.get(field)).contains(operator)) {
            throw predicateInvalid("The field does not take that operator.");
        }
        return new AccountPredicate(field, operator, values(field, operator, value));
    }

    private static List<String> values(Field field, AccountPredicate.Operator operator, String value) {
        List<String> values = new ArrayList<>();
        String[] parts = operator == AccountPredicate.Operator.IN ? SEPARATOR.split(value, -1) : new String[] {value};
        if (parts.length > MOST_VALUES) {
            throw predicateInvalid("In takes ten values at most.");
        }
        for (String part : parts) {
            values.add(value(field, part));
        }
        return values;
    }

    private static String value(Field field, String value) {
        return switch (field) {
            case ID, CUSTOMER, USER -> {
                if (!NUMBER.matcher(value.strip()).matches()) {
                    throw predicateInvalid("The field's value is a number.");
                }
                yield value.strip();
            }
            case STATUS -> status(value);
            case NUMBER -> {
                if (value.isBlank()) {
                    throw predicateInvalid("One of the values is empty.");
                }
                yield value.strip();
            }
            case NAME -> value;
        };
    }

    private static String status(String word) {
        return switch (word) {
            case "Active" -> AdvertiserStatus.ACTIVE.name();
            case "Draft" -> AdvertiserStatus.DRAFT.name();
            case "Inactive" -> AdvertiserStatus.INACTIVE.name();
            case "Pause" -> AdvertiserStatus.PAUSED.name();
            case "Suspended" -> AdvertiserStatus.SUSPENDED.name();
            // The vendor's name for a state that no account here ever has.
            case "Pending" -> "PENDING";
            default -> throw predicateInvalid("There is no such status.");
        };
    }

    private static DomainException predicateInvalid(String message) {
        return new DomainException(ErrorCode.PREDICATE_INVALID, message);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static <T> Set<T> orEmpty(@Nullable Set<T> set) {
        return set == null ? Set.of() : set;
    }

    /** A word of an enumeration; null when none was sent. The reader has checked that the enumeration has it. */
    private static @Nullable String word(WireObject object, String field) {
        String word = object.text(field);
        return word == null || word.isEmpty() ? null : word;
    }

    private static <T> T required(@Nullable T value, String field) {
        if (value == null) {
            throw invalid(field, field + " is required.");
        }
        return value;
    }

    private static WireObject present(@Nullable WireObject object, String what) {
        if (object == null) {
            throw new DomainException(ErrorCode.REQUEST_EMPTY, what + " is required.");
        }
        return object;
    }

    private static DomainException invalid(String field, String message) {
        return new DomainException(ErrorCode.FIELD_INVALID, message, Map.of("field", field));
    }
}
