package io.curfew.operators;

import io.curfew.limits.Guess;
import java.util.Locale;

/** What an operator's users log in with. */
public sealed interface OperatorLogin {
    /** Characters of a part of a login at most; nobody has a longer one. */
    int LONGEST = 1024;

    /** The one whom a login names, rightly or not, by which failures are counted. */
    String name();

    /** The secret by which it is to be believed. */
    String secret();

    /**
     * The login as a guess.
     *
     * @param address where it comes from
     */
    default Guess guess(String address) {
        return new Guess(name(), address, secret());
    }

    /** Whether somebody can have that name and that secret, as far as their lengths tell. */
    default boolean isPlausible() {
        return name().length() <= LONGEST && secret().length() <= LONGEST;
    }

    /** The root user, by e-mail address and password. */
    record Root(String email, String password) implements OperatorLogin {
        @Override
        public String name() {
            return email.strip().toLowerCase(Locale.ROOT);
        }

        @Override
        public String secret() {
            return password;
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

        @Override
        public String secret() {
            return password;
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "SamUser[" + operatorId + "]";
        }
    }
}
