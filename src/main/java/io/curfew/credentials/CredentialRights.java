package io.curfew.credentials;

import io.curfew.access.HolderRights;
import io.curfew.access.Reach;
import io.curfew.access.Target;
import io.curfew.access.Verdict;
import io.curfew.kernel.Action;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What credentials of an account let their bearer do, kind by kind. A restricted key's permissions are words of the
 * door that makes such keys; that door reads them.
 */
public final class CredentialRights {
    private CredentialRights() {}

    /** The rights of {@code caller}, who has none of the kinds that are read elsewhere. */
    public static HolderRights of(Caller caller) {
        Target.Account holder = holder(caller);
        CredentialKind kind = caller.kind();
        if (kind == null) {
            return new AuthToken(holder);
        }
        return switch (kind) {
            case MAIN_KEY -> new MainKey(holder);
            case STANDARD_KEY -> new StandardKey(holder);
            case NATIVE_TOKEN -> caller.platform() ? new OperatorToken(holder) : new NativeToken(holder);
            case RESTRICTED_KEY, AUTH_KEY, DEVELOPER_TOKEN, ACCESS_TOKEN ->
                throw new IllegalArgumentException("rights of " + kind + " are not read here");
        };
    }

    /** The account that the caller's credential acts for. */
    public static Target.Account holder(Caller caller) {
        return Target.account(caller.tenantId(), caller.account().id());
    }

    /** An auth token: everything, in its account and those below it. */
    private static final class AuthToken extends HolderRights {
        AuthToken(Target.Account holder) {
            super(holder, Reach.of(holder));
        }

        @Override
        public Verdict grants(Action action, Target target) {
            return Verdict.ALLOWED;
        }
    }

    /**
     * A Main key: everything in its own account, and the accounts below it without what they hold. It sees no auth token.
     */
    private static final class MainKey extends HolderRights {
        /** What is about an account itself. */
        private static final Set<Action> ABOUT_ACCOUNTS = Collections.unmodifiableSet(EnumSet.of(
                Action.ACCOUNT_READ,
                Action.ACCOUNT_UPDATE,
                Action.ACCOUNT_SUSPEND,
                Action.ACCOUNT_RESUME,
                Action.ACCOUNT_CLOSE));

        MainKey(Target.Account holder) {
            super(holder, Reach.of(holder));
        }

        @Override
        public boolean reachesInto(Target.Account account) {
            return Reach.only(holder()).covers(account);
        }

        @Override
        public Verdict grants(Action action, Target target) {
            if (action == Action.AUTH_TOKEN_READ) {
                return Verdict.NOT_GRANTED;
            }
            return ABOUT_ACCOUNTS.contains(action)
                            || Reach.only(holder()).covers(target)
                            || target instanceof Target.Any
                    ? Verdict.ALLOWED
                    : Verdict.OUT_OF_REACH;
        }
    }

    /** A standard key: what its own account holds, but neither the account nor its credentials. */
    private static final class StandardKey extends HolderRights {
        private static final Set<Action> GRANTED = Collections.unmodifiableSet(EnumSet.of(
                Action.NUMBER_COUNTRY_READ,
                Action.NUMBER_SEARCH,
                Action.NUMBER_LIST,
                Action.NUMBER_READ,
                Action.NUMBER_BUY,
                Action.NUMBER_UPDATE,
                Action.NUMBER_TRANSFER,
                Action.NUMBER_RELEASE));

        StandardKey(Target.Account holder) {
            super(holder, Reach.only(holder));
        }

        @Override
        public Verdict grants(Action action, Target target) {
            return GRANTED.contains(action) ? Verdict.ALLOWED : Verdict.NOT_GRANTED;
        }
    }

    /** A bearer token: everything, in its account and those below it. */
    private static final class NativeToken extends HolderRights {
        NativeToken(Target.Account holder) {
            super(holder, Reach.of(holder));
        }

        @Override
        public Verdict grants(Action action, Target target) {
            return Verdict.ALLOWED;
        }
    }

    /** A bearer token of the platform operator: everything, everywhere. */
    private static final class OperatorToken extends HolderRights {
        OperatorToken(Target.Account holder) {
            super(holder, Reach.EVERYTHING);
        }

        @Override
        public boolean isPlatform() {
            return true;
        }

        @Override
        public Verdict grants(Action action, Target target) {
            return Verdict.ALLOWED;
        }
    }
}
