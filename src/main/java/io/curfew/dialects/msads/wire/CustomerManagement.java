package io.curfew.dialects.msads.wire;

import static io.curfew.dialects.msads.wire.Fields.entity;
import static io.curfew.dialects.msads.wire.Fields.list;
import static io.curfew.dialects.msads.wire.Fields.message;
import static io.curfew.dialects.msads.wire.Fields.pair;
import static io.curfew.dialects.msads.wire.WireType.Scalar.BASE64;
import static io.curfew.dialects.msads.wire.WireType.Scalar.BOOLEAN;
import static io.curfew.dialects.msads.wire.WireType.Scalar.DATE_TIME;
import static io.curfew.dialects.msads.wire.WireType.Scalar.DECIMAL;
import static io.curfew.dialects.msads.wire.WireType.Scalar.INT;
import static io.curfew.dialects.msads.wire.WireType.Scalar.LONG;
import static io.curfew.dialects.msads.wire.WireType.Scalar.STRING;
import static io.curfew.dialects.msads.wire.WireType.Scalar.UNSIGNED_BYTE;

import io.curfew.dialects.msads.wire.WireType.ListType;
import io.curfew.dialects.msads.wire.WireType.ObjectType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The schema of the service: its operations, and the objects in them, in the order of the wire (section 2). */
public final class CustomerManagement {
    /** The path of the SOAP endpoint. */
    public static final String SOAP_PATH = "/Api/CustomerManagement/v13/CustomerManagementService.svc";

    /** The beginning of all REST paths. */
    public static final String REST_BASE = "/CustomerManagement/v13";

    /** The suffix that turns an operation's name into the name of its request. */
    static final String REQUEST = "Request";

    /** The suffix that turns an operation's name into the name of its response. */
    static final String RESPONSE = "Response";

    /** The first part of a pair. */
    public static final String KEY = "key";

    /** The second part of a pair. */
    public static final String VALUE = "value";

    /** Two strings. */
    public static final ObjectType STRING_PAIR = pair("KeyValuePairOfstringstring", STRING);

    /** A string and bytes in base64. */
    public static final ObjectType BASE64_PAIR = pair("KeyValuePairOfstringbase64Binary", BASE64);

    private static final ListType LONGS = new ListType("ArrayOflong", "long", Namespaces.ARRAYS, LONG);

    /** The address of a business or a person. */
    public static final ObjectType ADDRESS = entity("Address")
            .nillable(STRING, "City", "CountryCode")
            .nillable("Id", LONG)
            .nillable(STRING, "Line1", "Line2", "Line3", "Line4", "PostalCode", "StateOrProvince")
            .nillable("TimeStamp", BASE64)
            .nillable("BusinessName", STRING)
            .type();

    /** An agency linked to an account. */
    public static final ObjectType CUSTOMER_INFO =
            entity("CustomerInfo").nillable("Id", LONG).nillable("Name", STRING).type();

    /** Tax certificates of an account. */
    public static final ObjectType ACCOUNT_TAX_CERTIFICATE = entity("AccountTaxCertificate")
            .nillable("TaxCertificateBlobContainerName", STRING)
            .nillable("TaxCertificates", list(BASE64_PAIR))
            .nillable("Status", Enumerations.TAX_CERTIFICATE_STATUS)
            .type();

    /** An account with all its fields (section 2.2). */
    public static final ObjectType ADVERTISER_ACCOUNT = entity("AdvertiserAccount")
            .nillable("BillToCustomerId", LONG)
            .nillable("CurrencyCode", Enumerations.CURRENCY_CODE)
            .nillable("AccountFinancialStatus", Enumerations.ACCOUNT_FINANCIAL_STATUS)
            .nillable("Id", LONG)
            .nillable("Language", Enumerations.LANGUAGE_TYPE)
            .nillable("LastModifiedByUserId", LONG)
            .nillable("LastModifiedTime", DATE_TIME)
            .nillable(STRING, "Name", "Number")
            .plain("ParentCustomerId", LONG)
            .nillable("PaymentMethodId", LONG)
            .nillable("PaymentMethodType", Enumerations.PAYMENT_METHOD_TYPE)
            .nillable("PrimaryUserId", LONG)
            .nillable("AccountLifeCycleStatus", Enumerations.ACCOUNT_LIFE_CYCLE_STATUS)
            .nillable("TimeStamp", BASE64)
            .nillable("TimeZone", Enumerations.TIME_ZONE_TYPE)
            .nillable("PauseReason", UNSIGNED_BYTE)
            .nillable("ForwardCompatibilityMap", list(STRING_PAIR))
            .nillable("LinkedAgencies", list(CUSTOMER_INFO))
            .nillable("SalesHouseCustomerId", LONG)
            .nillable("TaxInformation", list(STRING_PAIR))
            .nillable("BackUpPaymentInstrumentId", LONG)
            .nillable("BillingThresholdAmount", DECIMAL)
            .nillable("BusinessAddress", ADDRESS)
            .nillable("AutoTagType", Enumerations.AUTO_TAG_TYPE)
            .nillable("SoldToPaymentInstrumentId", LONG)
            .omittable("TaxCertificate", ACCOUNT_TAX_CERTIFICATE)
            .omittable("AccountMode", STRING)
            .type();

    /** An account in short. */
    public static final ObjectType ACCOUNT_INFO = entity("AccountInfo")
            .plain("Id", LONG)
            .nillable(STRING, "Name", "Number")
            .plain("AccountLifeCycleStatus", Enumerations.ACCOUNT_LIFE_CYCLE_STATUS)
            .nillable("PauseReason", UNSIGNED_BYTE)
            .type();

    /** One condition of a search. */
    public static final ObjectType PREDICATE = entity("Predicate")
            .nillable("Field", STRING)
            .plain("Operator", Enumerations.PREDICATE_OPERATOR)
            .nillable("Value", STRING)
            .type();

    /** What a search is sorted by. */
    public static final ObjectType ORDER_BY = entity("OrderBy")
            .plain("Field", Enumerations.ORDER_BY_FIELD)
            .plain("Order", Enumerations.SORT_ORDER)
            .type();

    /** Which part of a search's results is wanted. */
    public static final ObjectType PAGING =
            entity("Paging").plain("Index", INT).plain("Size", INT).type();

    /** How to reach a user. */
    public static final ObjectType CONTACT_INFO = entity("ContactInfo")
            .nillable("Address", ADDRESS)
            .nillable(BOOLEAN, "ContactByPhone", "ContactByPostalMail")
            .nillable("Email", STRING)
            .nillable("EmailFormat", Enumerations.EMAIL_FORMAT)
            .nillable(STRING, "Fax", "HomePhone")
            .nillable("Id", LONG)
            .nillable(STRING, "Mobile", "Phone1", "Phone2")
            .type();

    /** A user's name. */
    public static final ObjectType PERSON_NAME = entity("PersonName")
            .nillable(STRING, "FirstName", "LastName", "MiddleInitial")
            .type();

    /** A user. */
    public static final ObjectType USER = entity("User")
            .nillable("ContactInfo", CONTACT_INFO)
            .nillable(LONG, "CustomerId", "Id")
            .nillable("JobTitle", STRING)
            .nillable("LastModifiedByUserId", LONG)
            .nillable("LastModifiedTime", DATE_TIME)
            .nillable("Lcid", Enumerations.LCID)
            .nillable("Name", PERSON_NAME)
            .nillable(STRING, "Password", "SecretAnswer")
            .plain("SecretQuestion", Enumerations.SECRET_QUESTION)
            .nillable("UserLifeCycleStatus", Enumerations.USER_LIFE_CYCLE_STATUS)
            .nillable("TimeStamp", BASE64)
            .nillable("UserName", STRING)
            .nillable("ForwardCompatibilityMap", list(STRING_PAIR))
            .nillable("AuthenticationToken", STRING)
            .type();

    /** What a user may do with a customer. */
    public static final ObjectType CUSTOMER_ROLE = entity("CustomerRole")
            .plain("RoleId", INT)
            .plain("CustomerId", LONG)
            .nillable(LONGS, "AccountIds", "LinkedAccountIds")
            .nillable("CustomerLinkPermission", STRING)
            .type();

    /** A customer. */
    public static final ObjectType CUSTOMER = entity("Customer")
            .nillable("CustomerFinancialStatus", Enumerations.CUSTOMER_FINANCIAL_STATUS)
            .nillable("Id", LONG)
            .nillable("Industry", Enumerations.INDUSTRY)
            .nillable("LastModifiedByUserId", LONG)
            .nillable("LastModifiedTime", DATE_TIME)
            .nillable("MarketCountry", STRING)
            .nillable("ForwardCompatibilityMap", list(STRING_PAIR))
            .nillable("MarketLanguage", Enumerations.LANGUAGE_TYPE)
            .nillable("Name", STRING)
            .nillable("ServiceLevel", Enumerations.SERVICE_LEVEL)
            .nillable("CustomerLifeCycleStatus", Enumerations.CUSTOMER_LIFE_CYCLE_STATUS)
            .nillable("TimeStamp", BASE64)
            .nillable("Number", STRING)
            .nillable("CustomerAddress", ADDRESS)
            .type();

    /**
     * The names of all operations of the service, in the order of the vendor's WSDL. Those that are not in
     * {@link #OPERATIONS} are described, but not served.
     */
    public static final List<String> NAMES = List.of(
            "GetAccountsInfo",
            "FindAccounts",
            "AddAccount",
            "UpdateAccount",
            "GetCustomer",
            "UpdateCustomer",
            "SignupCustomer",
            "GetAccount",
            "GetCustomersInfo",
            "DeleteAccount",
            "DeleteCustomer",
            "UpdateUser",
            "UpdateUserRoles",
            "GetUser",
            "GetCurrentUser",
            "DeleteUser",
            "GetUsersInfo",
            "GetCustomerPilotFeatures",
            "GetAccountPilotFeatures",
            "GetPilotFeaturesCountries",
            "GetAccessibleCustomer",
            "FindAccountsOrCustomersInfo",
            "UpgradeCustomerToAgency",
            "AddPrepayAccount",
            "UpdatePrepayAccount",
            "MapCustomerIdToExternalCustomerId",
            "MapAccountIdToExternalAccountIds",
            "SearchCustomers",
            "AddClientLinks",
            "UpdateClientLinks",
            "SearchClientLinks",
            "SearchAccounts",
            "SendUserInvitation",
            "SearchUserInvitations",
            "ValidateAddress",
            "GetLinkedAccountsAndCustomersInfo",
            "GetUserMFAStatus",
            "GetNotifications",
            "DismissNotifications");

    /** The operations that are served. */
    public static final List<Operation> OPERATIONS = List.of(
            operation(
                    message("AddAccountRequest").nillable("Account", ADVERTISER_ACCOUNT),
                    message("AddAccountResponse")
                            .plain("AccountId", LONG)
                            .nillable("AccountNumber", STRING)
                            .plain("CreateTime", DATE_TIME),
                    "POST",
                    "/Account"),
            operation(
                    message("GetAccountRequest")
                            .plain("AccountId", LONG)
                            .nillable("ReturnAdditionalFields", Enumerations.ACCOUNT_ADDITIONAL_FIELD),
                    message("GetAccountResponse").nillable("Account", ADVERTISER_ACCOUNT),
                    "POST",
                    "/Account/Query"),
            operation(
                    message("UpdateAccountRequest").nillable("Account", ADVERTISER_ACCOUNT),
                    message("UpdateAccountResponse").plain("LastModifiedTime", DATE_TIME),
                    "PUT",
                    "/Account"),
            operation(
                    message("DeleteAccountRequest").plain("AccountId", LONG).nillable("TimeStamp", BASE64),
                    message("DeleteAccountResponse"),
                    "DELETE",
                    "/Account"),
            operation(
                    message("GetAccountsInfoRequest")
                            .nillable("CustomerId", LONG)
                            .plain("OnlyParentAccounts", BOOLEAN),
                    message("GetAccountsInfoResponse").nillable("AccountsInfo", list(ACCOUNT_INFO)),
                    "POST",
                    "/AccountsInfo/Query"),
            operation(
                    message("FindAccountsRequest")
                            .nillable("CustomerId", LONG)
                            .nillable("AccountFilter", STRING)
                            .plain("TopN", INT),
                    message("FindAccountsResponse").nillable("AccountsInfo", list(ACCOUNT_INFO)),
                    "POST",
                    "/Accounts/Find"),
            operation(
                    message("SearchAccountsRequest")
                            .nillable("Predicates", list(PREDICATE))
                            .nillable("Ordering", list(ORDER_BY))
                            .nillable("PageInfo", PAGING)
                            .nillable("ReturnAdditionalFields", Enumerations.ACCOUNT_ADDITIONAL_FIELD),
                    message("SearchAccountsResponse").nillable("Accounts", list(ADVERTISER_ACCOUNT)),
                    "POST",
                    "/Accounts/Search"),
            operation(
                    message("GetUserRequest").nillable("UserId", LONG),
                    message("GetUserResponse").nillable("User", USER).nillable("CustomerRoles", list(CUSTOMER_ROLE)),
                    "POST",
                    "/User/Query"),
            operation(
                    message("GetCurrentUserRequest"),
                    message("GetCurrentUserResponse").nillable("User", USER),
                    "POST",
                    "/CurrentUser/Query"),
            operation(
                    message("GetCustomerRequest").plain("CustomerId", LONG),
                    message("GetCustomerResponse").nillable("Customer", CUSTOMER),
                    "POST",
                    "/Customer/Query"),
            operation(
                    message("UpdateCustomerRequest").nillable("Customer", CUSTOMER),
                    message("UpdateCustomerResponse").plain("LastModifiedTime", DATE_TIME),
                    "PUT",
                    "/Customer"),
            operation(
                    message("DeleteCustomerRequest").plain("CustomerId", LONG).nillable("TimeStamp", BASE64),
                    message("DeleteCustomerResponse"),
                    "DELETE",
                    "/Customer"));

    private CustomerManagement() {}

    private static Operation operation(Fields request, Fields response, String httpMethod, String restPath) {
        String requestName = request.type().name();
        String name = requestName.substring(0, requestName.length() - REQUEST.length());
        return new Operation(name, request.type(), response.type(), httpMethod, restPath);
    }

    /** The operation of that name, if it is served. */
    public static Optional<Operation> named(String name) {
        return OPERATIONS.stream()
                .filter(operation -> operation.name().equals(name))
                .findFirst();
    }

    /**
     * The operation that a REST request is for.
     *
     * @param path the path after {@link #REST_BASE}
     */
    public static Optional<Operation> routed(String method, String path) {
        return OPERATIONS.stream()
                .filter(operation -> operation.httpMethod().equals(method)
                        && operation.restPath().equals(path))
                .findFirst();
    }

    /**
     * The HTTP methods of the operations at a REST path, in alphabetical order; empty for a path that no operation has.
     *
     * @param path the path after {@link #REST_BASE}
     */
    public static Set<String> methods(String path) {
        return OPERATIONS.stream()
                .filter(operation -> operation.restPath().equals(path))
                .map(Operation::httpMethod)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
