/** Who is calling: auth tokens, API keys, bearer tokens, people, and how secrets are kept. */
@NullMarked
package io.curfew.identity;

import org.jspecify.annotations.NullMarked;
