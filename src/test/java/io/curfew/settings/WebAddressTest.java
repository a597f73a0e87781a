package io.curfew.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What settings say of addresses and networks. */
class WebAddressTest {
    @ParameterizedTest
    @CsvSource({
        "https://curfew.example, https://curfew.example",
        "' HTTPS://curfew.example/ ', https://curfew.example",
        "http://curfew.example:8080//, http://curfew.example:8080",
        "https://[2001:db8::1]:8443, https://[2001:db8::1]:8443"
    })
    void originHasNoSlashAtTheEnd(String written, String read) {
        assertThat(new WebOrigin().convert(written)).isEqualTo(read);
        assertThat(new WebAddress().convert(written)).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "curfew.example",
                "//curfew.example",
                "ftp://curfew.example",
                "https://",
                "https:///x",
                "https://cur few",
                "https://me@curfew.example",
                "https://curfew.example:0",
                "https://curfew.example:99999",
                "https://curfew.example:x",
                "https://curfew.example?x=1",
                "https://curfew.example#x",
                "https://cur_few!"
            })
    void whatIsNoAddressIsRefused(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> new WebOrigin().convert(written));
        assertThatIllegalArgumentException().isThrownBy(() -> new WebAddress().convert(written));
    }

    @Test
    void onlyAnAddressMayHaveAPath() {
        assertThat(new WebAddress().convert("https://curfew.example/twilio/"))
                .isEqualTo("https://curfew.example/twilio");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebOrigin().convert("https://curfew.example/twilio"))
                .withMessage("must be scheme, host and port alone, such as https://curfew.example");
    }

    @Test
    void networkIsAnAddressOrARange() {
        assertThat(new NetworkSetting().convert(" 10.0.0.0/8 ").contains("10.9.9.9"))
                .isTrue();
        assertThat(new NetworkSetting().convert("::1").contains("::1")).isTrue();
        for (String none :
                new String[] {"", "10.0.0.0/33", "10/8", "proxy.example", "10.0.0.1-10.0.0.9", "fd00::/129"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new NetworkSetting().convert(none))
                    .withMessageStartingWith("must be IP addresses and networks");
        }
    }
}
