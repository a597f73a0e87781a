package io.curfew.numbers;

/** What an incoming call is taken for. */
public enum ReceiveMode {
    VOICE,
    FAX
}
