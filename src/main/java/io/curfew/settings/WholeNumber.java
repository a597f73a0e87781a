package io.curfew.settings;

import org.eclipse.microprofile.config.spi.Converter;

/**
 * Reads a whole number within bounds. A value outside of them ends the start with a message that names the setting.
 *
 * <p>It is a converter, because a bean validator would be started for these few bounds alone and take a tenth of a
 * start's time.
 */
public abstract class WholeNumber implements Converter<Integer> {

    private static final long serialVersionUID = 1L;

    private final int least;
    private final int most;

    /**
     * Bounds of the number, both inclusive.
     *
     * @param least the least that is taken
     * @param most the most that is taken
     */
    protected WholeNumber(int least, int most) {
        this.least = least;
        this.most = most;
    }

    /**
     * Reads the number.
     *
     * @throws IllegalArgumentException when the text is no number or it is out of bounds
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
