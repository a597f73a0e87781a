package io.curfew.dialects.twilio.wire;

import java.util.List;

/** All countries that numbers are sold of; this list has no pages. */
public record TwilioSaleCountryList(List<TwilioSaleCountry> countries, String uri) {}
