package io.curfew.identity;

import java.util.Locale;

/** What an operator's users log in with. */
public sealed interface OperatorLogin {
    /** Whom a login names, right or wrong: what failures are counted by. */
    String name();

    /** The root user, by e-mail address and password. */
    record Root(String email, String password) implements OperatorLogin {
        @Override
        public String name() {
            return email.strip().toLowerCase(Locale.ROOT);
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Root[]";
        }
    }

    /** The root user or a SAM user, by an auth key. */
    record Key(String id, String secret) implements OperatorLogin {
        @Override
        public String name() {
            return id;
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "Key[" + id + "]";
        }
    }

    /** A SAM user, by name and password. */
    record SamUser(String operatorId, String userName, String password) implements OperatorLogin {
        @Override
        public String name() {
            return operatorId + "/" + userName;
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "SamUser[" + operatorId + "]";
        }
    }
}
