package io.curfew.testing;

import static io.curfew.testing.Reactive.await;

import io.curfew.credentials.CredentialKind;
import io.curfew.credentials.CredentialService;
import io.curfew.credentials.IssueCredential;
import io.curfew.credentials.IssuedCredential;
import io.curfew.testing.Accounts.Credentials;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** API keys for tests, Main ones included, which no door makes. */
@ApplicationScoped
public class ApiKeys {
    private final CredentialService credentials;

    ApiKeys(CredentialService credentials) {
        this.credentials = credentials;
    }

    /** A Main key of {@code account}. */
    public Credentials main(Credentials tenant, Credentials account) {
        return issue(CredentialKind.MAIN_KEY, tenant, account, null);
    }

    /** A standard key of {@code account}. */
    public Credentials standard(Credentials tenant, Credentials account) {
        return issue(CredentialKind.STANDARD_KEY, tenant, account, null);
    }

    /** A key of {@code account} that may do what {@code permissions} say. */
    public Credentials restricted(Credentials tenant, Credentials account, String... permissions) {
        String policy = "{\"allow\":[\"" + String.join("\",\"", permissions) + "\"]}";
        return issue(CredentialKind.RESTRICTED_KEY, tenant, account, policy);
    }

    private Credentials issue(CredentialKind kind, Credentials tenant, Credentials account, @Nullable String policy) {
        IssuedCredential issued = await(() -> credentials.issue(
                IssueCredential.apiKey(kind, tenant.sid(), account.sid(), kind.name(), policy, Accounts.PLATFORM)));
        return new Credentials(issued.credential().id(), issued.secret());
    }
}
