package io.curfew.dialects.twilio.wire;

import java.util.List;

/** All countries whose numbers are sold here; this list has no pages. */
public record TwilioSaleCountryList(List<TwilioSaleCountry> countries, String uri) {}
