/** Secrets and what they open: auth tokens, API keys, bearer tokens; how secrets and passwords are kept and compared. */
@NullMarked
package io.curfew.credentials;

import org.jspecify.annotations.NullMarked;
