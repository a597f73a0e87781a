package io.curfew.testing;

import io.curfew.advertising.AdvertisingConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;

/** The setting of drafts under a test's hand, so that trying it does not take another start. */
@Alternative
@Priority(1)
@ApplicationScoped
public class DraftSwitch implements AdvertisingConfig {
    private volatile boolean drafts;

    @Override
    public boolean drafts() {
        return drafts;
    }

    /** Sets it. Whoever sets it resets it. */
    public void set(boolean on) {
        drafts = on;
    }
}
