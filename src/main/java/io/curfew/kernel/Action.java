package io.curfew.kernel;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What can be done. One vocabulary for everything that is about acts: who may ({@code io.curfew.access.Gate}), which state
 * allows it, what the audit and the documents call it. A protocol's own word for an act is the door's; closing an
 * advertiser account is {@link #ACCOUNT_CLOSE} like closing a subaccount.
 */
public enum Action {
    /** Makes a subaccount of an account; of the platform, a main account. */
    ACCOUNT_CREATE("account.create"),
    ACCOUNT_LIST("account.list"),
    ACCOUNT_READ("account.read"),
    ACCOUNT_UPDATE("account.update"),
    /** Changes how an advertiser account tags its links, and nothing else of it. */
    ACCOUNT_TAG("account.tag"),
    ACCOUNT_SUSPEND("account.suspend"),
    ACCOUNT_RESUME("account.resume"),
    ACCOUNT_CLOSE("account.close"),

    /** Sees what happened to an account, and who did it. */
    AUDIT_READ("audit.read"),

    POLICY_READ("policy.read"),
    POLICY_UPDATE("policy.update"),

    /** Sees an account's auth token. */
    AUTH_TOKEN_READ("auth-token.read"),
    /** Makes, drops or promotes a secondary auth token. */
    AUTH_TOKEN_ROTATE("auth-token.rotate"),
    KEY_CREATE("key.create"),
    KEY_LIST("key.list"),
    KEY_READ("key.read"),
    KEY_UPDATE("key.update"),
    KEY_DELETE("key.delete"),
    TOKEN_LIST("token.list"),
    TOKEN_ISSUE("token.issue"),
    TOKEN_REVOKE("token.revoke"),

    USER_READ("user.read"),
    /** Makes somebody with roles, or one of the platform's own people. */
    USER_INVITE("user.invite"),
    /** Changes somebody's roles, removes somebody, or acts through a token of theirs. */
    USER_MANAGE("user.manage"),
    /** Replaces somebody's password, knowing the old one. */
    USER_CHANGE_PASSWORD("user.change-password"),
    /** Issues a token by which somebody's password is replaced without the old one. */
    USER_RESET_PASSWORD("user.reset-password"),
    /** Chooses a password by a token that was issued for it. */
    USER_CHOOSE_PASSWORD("user.choose-password"),
    /** Becomes the user whom a tree has invited. */
    INVITATION_ACCEPT("invitation.accept"),

    /** Opens a session with a name and a secret. */
    SESSION_OPEN("session.open"),
    SESSION_RENEW("session.renew"),
    /** Ends the session that asks. */
    SESSION_CLOSE("session.close"),
    /** Ends all sessions of somebody. */
    SESSION_REVOKE("session.revoke"),
    /** Goes on as another user, who trusts the one who asks. */
    SESSION_SWITCH("session.switch"),
    AUTH_KEY_CREATE("auth-key.create"),
    AUTH_KEY_READ("auth-key.read"),
    AUTH_KEY_DELETE("auth-key.delete"),
    SAM_USER_READ("sam-user.read"),
    SAM_USER_MANAGE("sam-user.manage"),
    SAM_ROLE_READ("sam-role.read"),
    SAM_ROLE_MANAGE("sam-role.manage"),

    /** Looks at the countries in which numbers are sold. */
    NUMBER_COUNTRY_READ("number-country.read"),
    /** Searches what is for sale. */
    NUMBER_SEARCH("number.search"),
    NUMBER_LIST("number.list"),
    NUMBER_READ("number.read"),
    NUMBER_BUY("number.buy"),
    NUMBER_UPDATE("number.update"),
    /** Hands a number to another account of its tree. */
    NUMBER_TRANSFER("number.transfer"),
    NUMBER_RELEASE("number.release"),
    /** Charges what falls due for a number, which nobody asks for but the worker. */
    NUMBER_CHARGE("number.charge"),

    SIM_LIST("sim.list"),
    SIM_READ("sim.read"),
    /** Makes a virtual SIM. */
    SIM_CREATE("sim.create"),
    /** Takes a SIM out of stock. */
    SIM_REGISTER("sim.register"),
    SIM_ACTIVATE("sim.activate"),
    SIM_DEACTIVATE("sim.deactivate"),
    SIM_STANDBY("sim.standby"),
    SIM_SUSPEND("sim.suspend"),
    SIM_TERMINATE("sim.terminate"),
    /** Switches termination protection on or off. */
    SIM_PROTECT("sim.protect"),
    /** Sets or lifts an expiry. */
    SIM_EXPIRE("sim.expire"),
    /** Changes a SIM's speed class, group, device lock, tags or bundles. */
    SIM_UPDATE("sim.update"),
    SIM_ADD_SUBSCRIPTION("sim.add-subscription"),
    SIM_TERMINATE_SUBSCRIPTION("sim.terminate-subscription"),
    /** Ends a SIM's session. */
    SIM_DISCONNECT("sim.disconnect"),
    /** Tells of a device that connects, is alive or has gone. */
    SIM_REPORT_SESSION("sim.report-session"),
    /** Hands a SIM to another account of its tree. */
    SIM_MOVE("sim.move"),
    /** Notes that a terminated SIM's card came back. */
    SIM_RETURN("sim.return"),
    SIM_GROUP_READ("sim-group.read"),
    SIM_GROUP_CREATE("sim-group.create"),
    SIM_GROUP_UPDATE("sim-group.update"),
    SIM_GROUP_DELETE("sim-group.delete"),
    SIM_STOCK_READ("sim-stock.read"),
    SIM_STOCK_ADD("sim-stock.add"),
    BILL_READ("bill.read"),
    /** Opens an operator to try things with. */
    SANDBOX_OPEN("sandbox.open"),
    /** Makes a SIM to try things with. */
    SANDBOX_CREATE_SIM("sandbox.create-sim"),

    WORK_READ("work.read"),
    WORK_RETRY("work.retry"),
    /** Gives up parked work for good. */
    WORK_DROP("work.drop");

    private static final Map<String, Action> BY_LABEL =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Action::label, Function.identity()));

    private final String label;

    Action(String label) {
        this.label = label;
    }

    /** The act's name outside of the code: the thing, a dot, what is done with it. It never changes. */
    public String label() {
        return label;
    }

    /** The act of that name; empty where there is none. */
    public static Optional<Action> of(String label) {
        return Optional.ofNullable(BY_LABEL.get(label));
    }
}
