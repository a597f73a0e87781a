package io.curfew.platform.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.CurfewProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts that must not succeed: each ends at once, with exit code 1 and one line that says why. */
class StartRefusalIT {

    private static final String URL = "postgresql://127.0.0.1:1/curfew";
    private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    @TempDir
    Path temporary;

    @Test
    void externalDatabaseWithoutEncryptionKey() {
        assertRefused(Map.of("CURFEW_DATABASE_URL", URL), "An external database needs CURFEW_ENCRYPTION_KEY");
        assertThat(temporary.resolve("data")).doesNotExist();
    }

    /** The framework takes a process with this property for a native binary. */
    @Test
    void nativeBinaryWithoutDatabase() {
        assertNoServer(
                "-Dorg.graalvm.nativeimage.imagecode=runtime",
                "The native binary has no embedded PostgreSQL. Set CURFEW_DATABASE_URL");
    }

    @Test
    void machineThatNoServerIsBuiltFor() {
        assertNoServer(
                "-Dos.arch=sparc", "There is no embedded PostgreSQL for Linux on sparc. Set CURFEW_DATABASE_URL");
    }

    private void assertNoServer(String javaOption, String reason) {
        Path data = temporary.resolve("data");
        try (CurfewProcess curfew = CurfewProcess.start(data, Map.of("JDK_JAVA_OPTIONS", javaOption))) {
            assertThat(curfew.awaitExit()).isEqualTo(1);
            assertThat(curfew.output()).contains("curfew: " + reason).doesNotContain("\tat ");
        }
        assertThat(data).doesNotExist();
    }

    @Test
    void encryptionKeyOfTheWrongLength() {
        assertRefused(
                Map.of("CURFEW_DATABASE_URL", URL, "CURFEW_ENCRYPTION_KEY", "c2hvcnQ="),
                "CURFEW_ENCRYPTION_KEY is not a key: it must be 32 bytes in base64");
    }

    @Test
    void encryptionKeyThatIsNotBase64IsNotRepeated() {
        String output =
                assertRefused(Map.of("CURFEW_ENCRYPTION_KEY", "not!base64"), "CURFEW_ENCRYPTION_KEY is not a key");
        assertThat(output).doesNotContain("not!base64");
    }

    @Test
    void otherEncryptionKeysThatAreNone() {
        assertRefused(
                Map.of("CURFEW_ENCRYPTION_PREVIOUS_KEYS", KEY + ",c2hvcnQ="),
                "A key of CURFEW_ENCRYPTION_PREVIOUS_KEYS is not a key");
        assertRefused(Map.of("CURFEW_ENCRYPTION_NEXT_KEY", "c2hvcnQ="), "CURFEW_ENCRYPTION_NEXT_KEY is not a key");
    }

    @Test
    void databaseUrlOfAnotherFormIsNotRepeated() {
        String output = assertRefused(
                Map.of("CURFEW_DATABASE_URL", "postgresql://me:hidden@db/curfew", "CURFEW_ENCRYPTION_KEY", KEY),
                "must have the form postgresql://host:port/database");
        assertThat(output).doesNotContain("hidden");
    }

    @Test
    void externalDatabaseThatDoesNotComeInTime() {
        assertRefused(
                Map.of(
                        "CURFEW_DATABASE_URL", URL,
                        "CURFEW_ENCRYPTION_KEY", KEY,
                        "CURFEW_DATABASE_START_TIMEOUT", "1s"),
                "could not be used within 1.0 s (curfew.database.start-timeout): 127.0.0.1:1 cannot be reached");
    }

    @Test
    void settingThatCannotBeRead() {
        assertRefused(
                Map.of("CURFEW_DATABASE_START_TIMEOUT", "soon"),
                "The configuration cannot be read",
                "curfew.database.start-timeout");
    }

    @Test
    void proxySettingsThatCannotBeRead() {
        assertRefused(
                Map.of("CURFEW_HTTP_TRUSTED_PROXIES", "10.0.0.0/8,ingress.local"),
                "curfew.http.trusted-proxies",
                "ingress.local is neither");
        assertRefused(
                Map.of("CURFEW_HTTP_PROXY_HEADERS", "both"), "curfew.http.proxy-headers", "x-forwarded", "forwarded");
        assertRefused(
                Map.of("CURFEW_PUBLIC_URL", "https://curfew.example/api"),
                "curfew.public-url",
                "must be scheme, host and port alone");
        assertRefused(
                Map.of("CURFEW_TWILIO_PUBLIC_URL", "curfew.example"), "curfew.twilio.public-url", "must be a URL");
        assertRefused(
                Map.of("QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING", "true"), "curfew.http.trusted-proxies says");
    }

    @Test
    void dataDirectoryThatCannotBeMade() throws Exception {
        Files.createFile(temporary.resolve("data"));
        assertRefused(Map.of(), "cannot be used");
    }

    @Test
    void clusterOfAnotherMajorVersionIsLeftAlone() throws Exception {
        Path cluster = clusterWithKey();
        Files.createDirectories(cluster.resolve("global"));
        Files.createFile(cluster.resolve("global/pg_control"));
        Files.writeString(cluster.resolve("PG_VERSION"), "13\n");

        assertRefused(Map.of(), "was written by PostgreSQL 13, this release brings 18");

        assertThat(cluster.resolve("postgresql.conf")).doesNotExist();
    }

    @Test
    void damagedClusterIsNotReplacedByAnEmptyOne() throws Exception {
        Path cluster = clusterWithKey();

        assertRefused(Map.of(), "is damaged");

        assertThat(cluster).isEmptyDirectory();
    }

    @Test
    void databaseWhoseKeyIsMissingGetsNoNewOne() throws Exception {
        Files.delete(clusterWithKey().getParent().resolveSibling("encryption.key"));

        assertRefused(Map.of(), "holds a database but no encryption.key");
    }

    private Path clusterWithKey() throws Exception {
        Path data = temporary.resolve("data");
        Path cluster = Files.createDirectories(data.resolve("postgresql/cluster"));
        Files.writeString(data.resolve("encryption.key"), KEY);
        return cluster;
    }

    private String assertRefused(Map<String, String> environment, String... reasons) {
        try (CurfewProcess curfew = CurfewProcess.start(temporary.resolve("data"), environment)) {
            assertThat(curfew.awaitExit()).isEqualTo(1);
            String output = curfew.output();
            assertThat(output).contains(reasons).doesNotContain("\tat ");
            assertThat(output.lines().filter(line -> !line.contains("waiting for the database")))
                    .hasSize(1);
            return output;
        }
    }
}
