/** Holds every answer that a test receives against what the vendor's own description says of it. */
@NullMarked
package io.curfew.testing.vendors;

import org.jspecify.annotations.NullMarked;
