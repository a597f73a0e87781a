/**
 * What holds the service together: start-up, clock, health, failures that no door owns. It sees all other rooms, and
 * none of them sees it.
 */
@NullMarked
package io.curfew.platform;

import org.jspecify.annotations.NullMarked;
