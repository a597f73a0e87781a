package io.curfew.numbers;

/** Whether incoming calls are treated as voice calls or as faxes. */
public enum ReceiveMode {
    VOICE,
    FAX
}
