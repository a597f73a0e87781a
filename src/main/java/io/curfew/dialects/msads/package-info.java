/**
 * Microsoft Advertising's door: Customer Management, version 13, as SOAP and as REST with the same behaviour. The
 * formats are in {@code wire}; this package knows who calls, what each operation means to the core, and which fault
 * each refusal is.
 */
@NullMarked
package io.curfew.dialects.msads;

import org.jspecify.annotations.NullMarked;
