/** The SORACOM door: its REST API, version 1, as the soracom CLI and generated clients use it. */
@NullMarked
package io.curfew.dialects.soracom;

import org.jspecify.annotations.NullMarked;
