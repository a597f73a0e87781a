package io.curfew.people;

import io.curfew.events.Actor;
import java.util.List;

/**
 * Gives a person other roles instead of those they have.
 *
 * @param userId the person
 * @param roles what they shall be allowed, one at least
 * @param actor who asks
 */
public record ChangeRoles(String userId, List<CreateUser.RoleWish> roles, Actor actor) implements UserCommand {
    public ChangeRoles {
        roles = List.copyOf(roles);
    }
}
