package io.curfew.people;

import io.curfew.access.Target;
import io.curfew.events.Actor;
import org.jspecify.annotations.Nullable;

/**
 * A token to be deleted.
 *
 * @param tokenId the token
 * @param of the account whose token it has to be, null for any within the asker's reach
 * @param actor who asks
 */
public record DeleteToken(String tokenId, Target.@Nullable Account of, Actor actor) implements TokenCommand {}
