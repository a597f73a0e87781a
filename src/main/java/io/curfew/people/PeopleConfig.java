package io.curfew.people;

import io.curfew.settings.AtLeastZero;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits and periods of invitations. */
@ConfigMapping(prefix = "curfew.people")
public interface PeopleConfig {
    /** Invitations and password resets of a tree that are open at the same time. */
    @WithDefault("1000")
    @WithConverter(AtLeastZero.class)
    int maxInvitations();

    /** How long an invitation can be accepted. */
    @WithDefault("7d")
    Duration invitationValidity();

    /** How long a password can be chosen by a reset. */
    @WithDefault("1d")
    Duration resetValidity();
}
