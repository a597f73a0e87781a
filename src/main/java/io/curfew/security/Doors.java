package io.curfew.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Optional;

/** All doors, by path. */
@ApplicationScoped
public class Doors {
    private final List<Door> doors;

    Doors(@Any Instance<Door> doors) {
        this.doors = doors.stream().toList();
    }

    /** The door that owns {@code path}; empty for paths of no door (health, console, metrics). */
    public Optional<Door> owning(String path) {
        for (Door door : doors) { // asked several times for each call
            if (door.owns(path)) {
                return Optional.of(door);
            }
        }
        return Optional.empty();
    }
}
