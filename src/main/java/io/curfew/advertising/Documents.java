package io.curfew.advertising;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Converts addresses, agencies and maps to and from the JSON texts in which they are stored. No query looks into these
 * texts.
 */
final class Documents {
    private Documents() {}

    static String ofMap(Map<String, String> map) {
        JsonObject document = new JsonObject();
        map.forEach(document::put);
        return document.encode();
    }

    static Map<String, String> map(String text) {
        Map<String, String> map = new LinkedHashMap<>();
        new JsonObject(text).forEach(entry -> map.put(entry.getKey(), (String) entry.getValue()));
        return map;
    }

    static @Nullable String ofAddress(@Nullable BusinessAddress address) {
        if (address == null) {
            return null;
        }
        return new JsonObject()
                .put("businessName", address.businessName())
                .put("line1", address.line1())
                .put("line2", address.line2())
                .put("line3", address.line3())
                .put("line4", address.line4())
                .put("city", address.city())
                .put("stateOrProvince", address.stateOrProvince())
                .put("postalCode", address.postalCode())
                .put("countryCode", address.countryCode())
                .encode();
    }

    static @Nullable BusinessAddress address(@Nullable String text) {
        if (text == null) {
            return null;
        }
        JsonObject document = new JsonObject(text);
        return new BusinessAddress(
                document.getString("businessName"),
                document.getString("line1"),
                document.getString("line2"),
                document.getString("line3"),
                document.getString("line4"),
                document.getString("city"),
                document.getString("stateOrProvince"),
                document.getString("postalCode"),
                document.getString("countryCode"));
    }

    static @Nullable String ofAgencies(List<Agency> agencies) {
        if (agencies.isEmpty()) {
            return null;
        }
        JsonArray document = new JsonArray();
        agencies.forEach(agency -> document.add(
                new JsonObject().put("customerId", agency.customerId()).put("name", agency.name())));
        return document.encode();
    }

    static List<Agency> agencies(@Nullable String text) {
        List<Agency> agencies = new ArrayList<>();
        if (text != null) {
            for (Object one : new JsonArray(text)) {
                JsonObject agency = (JsonObject) one;
                agencies.add(new Agency(agency.getLong("customerId"), agency.getString("name")));
            }
        }
        return agencies;
    }
}
