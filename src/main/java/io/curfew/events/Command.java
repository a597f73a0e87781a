package io.curfew.events;

/**
 * Something that can be done, as a value that says all there is to say, so that it can be kept and carried out later or by
 * somebody else. It holds no secret, which comes beside it, and refers to no session. Each room has a sealed interface of its
 * commands, which are records. Whether the asker may do it is asked when it is carried out.
 */
public interface Command {
    /** Who asks. */
    Actor actor();
}
