package io.curfew.numbers;

/** What kind of number it is. */
public enum NumberType {
    /** Belongs to a place. */
    LOCAL,
    /** Of a mobile network. */
    MOBILE,
    /** The called party pays. */
    TOLL_FREE
}
