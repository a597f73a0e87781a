package io.curfew.events;

/** The events Curfew tells of. The name on the wire is stable; what a consumer may rely on is listed in docs/events.md. */
public enum EventType {
    ACCOUNT_CREATED("account.created"),
    ACCOUNT_UPDATED("account.updated"),
    ACCOUNT_SUSPENDED("account.suspended"),
    ACCOUNT_RESUMED("account.resumed"),
    ACCOUNT_CLOSED("account.closed"),
    ACCOUNT_PURGE_ANNOUNCED("account.purge-announced"),
    ACCOUNT_PURGE_CALLED_OFF("account.purge-called-off"),
    ACCOUNT_PURGED("account.purged"),
    POLICY_UPDATED("policy.updated"),
    CREDENTIAL_CREATED("credential.created"),
    CREDENTIAL_UPDATED("credential.updated"),
    CREDENTIAL_DELETED("credential.deleted"),
    USER_CREATED("user.created"),
    USER_UPDATED("user.updated"),
    USER_DELETED("user.deleted"),
    USER_INVITED("user.invited"),
    USER_INVITATION_ACCEPTED("user.invitation-accepted"),
    USER_PASSWORD_RESET_ISSUED("user.password-reset-issued"),
    USER_PASSWORD_CHANGED("user.password-changed"),
    AUTH_TOKEN_SECONDARY_CREATED("auth-token.secondary-created"),
    AUTH_TOKEN_SECONDARY_DELETED("auth-token.secondary-deleted"),
    AUTH_TOKEN_PROMOTED("auth-token.promoted"),
    OPERATOR_SESSION_OPENED("operator-session.opened"),
    OPERATOR_SESSION_RENEWED("operator-session.renewed"),
    OPERATOR_SESSION_CLOSED("operator-session.closed"),
    OPERATOR_SESSIONS_REVOKED("operator-session.revoked"),
    SAM_USER_CREATED("sam-user.created"),
    SAM_USER_UPDATED("sam-user.updated"),
    SAM_USER_DELETED("sam-user.deleted"),
    SAM_ROLE_CREATED("sam-role.created"),
    SAM_ROLE_UPDATED("sam-role.updated"),
    SAM_ROLE_DELETED("sam-role.deleted"),
    SAM_DEFAULT_PERMISSION_UPDATED("sam-default-permission.updated"),
    NUMBER_ASSIGNED("number.assigned"),
    NUMBER_RECLAIMED("number.reclaimed"),
    NUMBER_UPDATED("number.updated"),
    NUMBER_TRANSFERRED("number.transferred"),
    NUMBER_RELEASED("number.released"),
    NUMBER_QUARANTINE_ENDED("number.quarantine-ended"),
    SIM_CREATED("sim.created"),
    SIM_REGISTERED("sim.registered"),
    SIM_ACTIVATED("sim.activated"),
    SIM_DEACTIVATED("sim.deactivated"),
    SIM_SET_TO_STANDBY("sim.set-to-standby"),
    SIM_SUSPENDED("sim.suspended"),
    SIM_TERMINATED("sim.terminated"),
    SIM_TERMINATION_ENABLED("sim.termination-enabled"),
    SIM_TERMINATION_DISABLED("sim.termination-disabled"),
    SIM_EXPIRY_SET("sim.expiry-set"),
    SIM_EXPIRY_UNSET("sim.expiry-unset"),
    SIM_EXPIRED("sim.expired"),
    SIM_UPDATED("sim.updated"),
    SIM_MOVED("sim.moved"),
    SIM_SESSION_CREATED("sim.session-created"),
    SIM_SESSION_DELETED("sim.session-deleted"),
    SIM_SUBSCRIPTION_ADDED("sim.subscription-added"),
    SIM_SUBSCRIPTION_TERMINATED("sim.subscription-terminated"),
    SIM_RETURNED("sim.returned"),
    SIM_PURGED("sim.purged"),
    SIM_GROUP_CREATED("sim-group.created"),
    SIM_GROUP_UPDATED("sim-group.updated"),
    SIM_GROUP_DELETED("sim-group.deleted"),
    WORK_RETRIED("work.retried"),
    WORK_DROPPED("work.dropped");

    private final String wireName;

    EventType(String wireName) {
        this.wireName = wireName;
    }

    /** The CloudEvents type without its {@code io.curfew.} prefix. */
    public String wireName() {
        return wireName;
    }
}
