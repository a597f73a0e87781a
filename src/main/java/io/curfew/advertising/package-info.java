/**
 * Advertisers: the data that a main account has as a customer and a subaccount has as an advertiser account, who may
 * do what with them, and the search for them. Doors use its services.
 */
@NullMarked
package io.curfew.advertising;

import org.jspecify.annotations.NullMarked;
