package io.curfew.accounts;

/** Whether an account has been upgraded. A subaccount is of its main account's type. */
public enum AccountType {
    FULL,
    TRIAL
}
