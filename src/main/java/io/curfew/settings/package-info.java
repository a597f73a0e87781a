/** What the values of settings may be: values, and converters that refuse a bad one while the configuration is read. */
@NullMarked
package io.curfew.settings;

import org.jspecify.annotations.NullMarked;
