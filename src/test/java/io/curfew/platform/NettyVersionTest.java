package io.curfew.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.Version;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No part of Netty is older than the release that closed the holes known when this was written. */
class NettyVersionTest {
    private static final int LOWEST = number("4.1.138.Final");

    @Test
    void everyPartIsNewEnough() {
        Map<String, Version> parts = Version.identify(Version.class.getClassLoader());
        assertThat(parts).containsKeys("netty-common", "netty-codec-http", "netty-codec-http2", "netty-handler");
        parts.forEach((name, part) -> assertThat(number(part.artifactVersion()))
                .as("%s %s", name, part.artifactVersion())
                .isGreaterThanOrEqualTo(LOWEST));
    }

    private static int number(String version) {
        String[] parts = version.split("\\.", -1);
        return Integer.parseInt(parts[0]) * 1_000_000 + Integer.parseInt(parts[1]) * 1_000 + Integer.parseInt(parts[2]);
    }
}
