package io.curfew.settings;

import org.eclipse.microprofile.config.spi.Converter;

/**
 * Reads a whole number within bounds. A value outside these bounds makes the start fail with a message that names the
 * setting.
 *
 * <p>It is a converter because a bean validator would be started for these few bounds alone, and would take a tenth of
 * the time of a start.
 */
public abstract class WholeNumber implements Converter<Integer> {

    private static final long serialVersionUID = 1L;

    private final int least;
    private final int most;

    /**
     * Bounds of the number, both inclusive.
     *
     * @param least the least value that is accepted
     * @param most the greatest value that is accepted
     */
    protected WholeNumber(int least, int most) {
        this.least = least;
        this.most = most;
    }

    /**
     * Reads the number.
     *
     * @throws IllegalArgumentException when the text is not a number or the number is out of bounds
     */
    @Override
    public Integer convert(String value) {
        int number;
        try {
            number = Integer.parseInt(value.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number");
        }
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    most == Integer.MAX_VALUE ? "must be at least " + least : "must be from " + least + " to " + most);
        }
        return number;
    }
}
