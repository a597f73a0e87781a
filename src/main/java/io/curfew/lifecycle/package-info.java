/**
 * The lifecycle core: states, the clock, the queue of due work and the ports through which capabilities take part in an
 * account's end. It deletes nothing itself.
 */
@NullMarked
package io.curfew.lifecycle;

import org.jspecify.annotations.NullMarked;
