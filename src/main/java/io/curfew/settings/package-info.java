/** The types of the values of settings, with converters that refuse a bad value while the configuration is read. */
@NullMarked
package io.curfew.settings;

import org.jspecify.annotations.NullMarked;
