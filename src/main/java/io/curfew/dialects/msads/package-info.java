/**
 * Microsoft Advertising's door: Customer Management, version 13, as SOAP and as REST over one behaviour. The forms are in
 * {@code wire}; here are who calls, what each operation means to the core, and what its refusals are called.
 */
@NullMarked
package io.curfew.dialects.msads;

import org.jspecify.annotations.NullMarked;
