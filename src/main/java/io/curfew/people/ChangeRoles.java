package io.curfew.people;

import io.curfew.access.Reach;
import io.curfew.events.Actor;
import java.util.List;

/**
 * Gives a person other roles instead of those they have.
 *
 * @param userId the person
 * @param roles what they shall be allowed, one at least
 * @param reach the trees whose people the asker may change, and whose customers they may give roles at
 * @param actor who asks
 */
public record ChangeRoles(String userId, List<CreateUser.RoleWish> roles, Reach reach, Actor actor)
        implements UserCommand {
    public ChangeRoles {
        roles = List.copyOf(roles);
    }
}
