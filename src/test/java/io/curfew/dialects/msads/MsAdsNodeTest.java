package io.curfew.dialects.msads;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.people.CustomerRole;
import io.curfew.testing.Advertisers;
import io.curfew.testing.Advertisers.Customer;
import io.curfew.testing.Advertisers.Person;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.NodePrograms;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs {@code src/test/node-soap}: node-soap and strong-soap, each made of both forms of the description. */
@CurfewTest
class MsAdsNodeTest {
    @Inject
    Advertisers advertisers;

    @Inject
    Database database;

    @TestHTTPResource
    URI url;

    @Test
    void nodeClientsOfOurDescriptionRunUnchanged() throws Exception {
        // Given
        NodePrograms programs = NodePrograms.of("node-soap");
        Customer customer = advertisers.customer();
        Person admin = advertisers.person(customer, CustomerRole.SUPER_ADMIN);
        // When
        NodePrograms.Result flow = programs.test(
                Map.of(
                        "CURFEW_URL", url.toString().replaceAll("/$", ""),
                        "CURFEW_CUSTOMER", customer.id(),
                        "CURFEW_ACCESS_TOKEN", admin.accessToken(),
                        "CURFEW_DEVELOPER_TOKEN", admin.developerToken()),
                "soap.test.js");
        // Then
        assertThat(flow.status()).as(flow.output()).isZero();
        assertThat(database.count(
                        "select count(*) from account where parent_id = $1 and status = 'CLOSED'", customer.tenantId()))
                .isEqualTo(4);
    }
}
