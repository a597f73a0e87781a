package io.curfew.numbers;

/** What kind of number it is. */
public enum NumberType {
    /** A number that belongs to a place. */
    LOCAL,
    /** A number of a mobile network. */
    MOBILE,
    /** A number whose calls the called party pays for. */
    TOLL_FREE
}
