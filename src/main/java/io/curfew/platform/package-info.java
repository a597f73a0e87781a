/** What holds the service together: start-up, clock, health, failures that no door owns. Sees all, is seen by nobody. */
@NullMarked
package io.curfew.platform;

import org.jspecify.annotations.NullMarked;
