package io.curfew.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdsTest {
    private static final String HEX = "0123456789abcdef0123456789ABCDEF";

    @Test
    void idIsItsPrefixAndHexDigitsInEitherCase() {
        assertThat(Ids.is(Ids.ACCOUNT, Ids.ACCOUNT + HEX)).isTrue();
        assertThat(Ids.is(Ids.API_KEY, Ids.next(Ids.API_KEY))).isTrue();
    }

    @Test
    void nothingElseIsAnId() {
        assertThat(Ids.is(Ids.ACCOUNT, "")).isFalse();
        assertThat(Ids.is(Ids.ACCOUNT, "ac" + HEX)).isFalse();
        assertThat(Ids.is(Ids.ACCOUNT, Ids.API_KEY + HEX)).isFalse();
        assertThat(Ids.is(Ids.ACCOUNT, Ids.ACCOUNT + HEX.substring(1))).isFalse();
        assertThat(Ids.is(Ids.ACCOUNT, Ids.ACCOUNT + HEX + "0")).isFalse();
        assertThat(Ids.is(Ids.ACCOUNT, Ids.ACCOUNT + HEX.replace('f', 'g'))).isFalse();
        assertThat(Ids.is(Ids.ACCOUNT, Ids.ACCOUNT + HEX.replace('1', '１'))).isFalse();
    }
}
