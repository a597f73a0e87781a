package io.curfew.numbers;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.RealClock;
import io.curfew.sql.Row;
import io.curfew.sql.Sql;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Shows what is for sale. A number is not for sale while it is in quarantine or somebody is buying it. */
@ApplicationScoped
public class NumberSaleService {
    private static final Pattern AREA_CODE = Pattern.compile("[0-9]{3}");
    private static final Set<String> WITH_AREA_CODES = Set.of("US", "CA");
    private static final int MILES_AT_MOST = 500;

    // Great-circle distance in miles by the haversine formula; least() keeps rounding from leaving asin's domain.
    private static final String MILES = """
            3958.8 * 2 * asin(least(1, sqrt(
                power(sin(radians(cast(latitude as double precision) - :latitude) / 2), 2)
                + cos(radians(:latitude)) * cos(radians(cast(latitude as double precision)))
                * power(sin(radians(cast(longitude as double precision) - :longitude) / 2), 2))))""";

    private final RealClock clock;

    NumberSaleService(RealClock clock) {
        this.clock = clock;
    }

    /** The countries whose numbers are sold here, in the order of their codes, with the types of numbers in each. */
    @CheckReturnValue
    @WithSession
    public Uni<List<SaleCountry>> countries() {
        return Sql.of("select country, type, bool_and(beta) from number_inventory group by country, type")
                .list(row -> new Kind(row.string(0), NumberType.valueOf(row.string(1)), row.bool(2)))
                .map(NumberSaleService::countries);
    }

    private record Kind(String country, NumberType type, boolean beta) {}

    private static List<SaleCountry> countries(List<Kind> kinds) {
        Map<String, EnumSet<NumberType>> types = new TreeMap<>();
        Map<String, Boolean> beta = new TreeMap<>();
        for (Kind kind : kinds) {
            types.computeIfAbsent(kind.country(), ignored -> EnumSet.noneOf(NumberType.class))
                    .add(kind.type());
            beta.merge(kind.country(), kind.beta(), Boolean::logicalAnd);
        }
        return types.entrySet().stream()
                .map(entry -> new SaleCountry(
                        entry.getKey(), Boolean.TRUE.equals(beta.get(entry.getKey())), entry.getValue()))
                .toList();
    }

    /** One of {@link #countries()}; {@link ErrorCode#NOT_FOUND} when no numbers of that country are sold here. */
    @CheckReturnValue
    @WithSession
    public Uni<SaleCountry> country(String code) {
        return countries()
                .map(all -> all.stream()
                        .filter(country -> country.code().equals(code))
                        .findFirst()
                        .orElseThrow(NumberSaleService::notSold));
    }

    /**
     * Numbers for sale, nearest first when a place is given, otherwise in the order of the numbers.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND} when the country has no numbers of that type here,
     * {@link ErrorCode#AREA_CODE_INVALID}, {@link ErrorCode#AREA_CODE_UNSUPPORTED} for an area code of a country other
     * than the United States and Canada, {@link ErrorCode#NEAR_NUMBER_INVALID} when the place of the number to search
     * around is unknown, and {@link ErrorCode#BAD_REQUEST} for a bad pattern, point or distance.
     */
    @CheckReturnValue
    @WithSession
    public Uni<List<AvailableNumber>> search(InventorySearch search) {
        String pattern = search.contains() == null ? null : NumberPattern.contains(search.contains());
        requireAreaCode(search);
        requireDistance(search.near());
        return requireSold(search).chain(() -> place(search.near())).chain(place -> find(search, pattern, place));
    }

    private static void requireAreaCode(InventorySearch search) {
        String areaCode = search.areaCode();
        if (areaCode == null) {
            return;
        }
        if (!WITH_AREA_CODES.contains(search.country())) {
            throw new DomainException(
                    ErrorCode.AREA_CODE_UNSUPPORTED,
                    "Only the United States and Canada have area codes in this sense.");
        }
        if (!AREA_CODE.matcher(areaCode).matches()) {
            throw new DomainException(ErrorCode.AREA_CODE_INVALID, "An area code has three digits.");
        }
    }

    private static void requireDistance(InventorySearch.@Nullable Near near) {
        if (near == null) {
            return;
        }
        if (near.miles() < 0 || near.miles() > MILES_AT_MOST) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "A distance is 0 to " + MILES_AT_MOST + " miles.");
        }
        if (near instanceof InventorySearch.NearPoint point
                && !(Math.abs(point.latitude()) <= 90 && Math.abs(point.longitude()) <= 180)) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "Not a point on earth.");
        }
    }

    private static Uni<Void> requireSold(InventorySearch search) {
        return Sql.of(
                        "select 1 from number_inventory where country = $1 and type = $2 limit 1",
                        search.country(),
                        search.type())
                .one(row -> row)
                .invoke(found -> {
                    if (found == null) {
                        throw notSold();
                    }
                })
                .replaceWithVoid();
    }

    /** The point to search around; null when none is requested. */
    private static Uni<InventorySearch.@Nullable NearPoint> place(InventorySearch.@Nullable Near near) {
        return near instanceof InventorySearch.NearNumber number
                ? placeOf(number)
                : Uni.createFrom().item((InventorySearch.NearPoint) near);
    }

    private static Uni<InventorySearch.@Nullable NearPoint> placeOf(InventorySearch.NearNumber near) {
        String number = NumberFormat.tryParse(near.phoneNumber()).orElseThrow(NumberSaleService::unknownPlace);
        boolean northAmerican = number.startsWith("+1") && number.length() == 12;
        return Sql.of("""
                        select cast(latitude as double precision), cast(longitude as double precision)
                        from number_inventory where (phone_number = $1 or area_code = $2) and latitude is not null
                        order by phone_number = $1 desc, phone_number limit 1
                        """, number, northAmerican ? number.substring(2, 5) : "")
                .one(row -> new InventorySearch.NearPoint(row.fraction(0), row.fraction(1), near.miles()))
                .invoke(place -> {
                    if (place == null) {
                        throw unknownPlace();
                    }
                });
    }

    private Uni<List<AvailableNumber>> find(
            InventorySearch search, @Nullable String pattern, InventorySearch.@Nullable NearPoint place) {
        Instant now = clock.now();
        StringBuilder sql = new StringBuilder("select phone_number, country, voice, sms, mms, fax,"
                + " address_requirements, beta, region, locality, rate_center, lata, postal_code, latitude, longitude"
                + " from number_inventory where country = :country and type = :type and free_at <= :now");
        Map<String, Object> parameters = new TreeMap<>(
                Map.of("country", search.country(), "type", search.type().name(), "now", now));
        equal(sql, parameters, "area_code", search.areaCode());
        equal(sql, parameters, "voice", search.voice());
        equal(sql, parameters, "sms", search.sms());
        equal(sql, parameters, "mms", search.mms());
        equal(sql, parameters, "fax", search.fax());
        equal(sql, parameters, "lata", search.lata());
        sameWord(sql, parameters, "region", search.region());
        sameWord(sql, parameters, "locality", search.locality());
        sameWord(sql, parameters, "rate_center", search.rateCenter());
        sameWord(sql, parameters, "postal_code", search.postalCode());
        sql.append(search.withoutAnyAddress() ? " and address_requirements = 'NONE'" : "");
        sql.append(search.withoutLocalAddress() ? " and address_requirements <> 'LOCAL'" : "");
        sql.append(search.withoutForeignAddress() ? " and address_requirements <> 'FOREIGN'" : "");
        sql.append(search.withBeta() ? "" : " and not beta");
        if (pattern != null) {
            sql.append(" and substr(phone_number, 2) like :pattern");
            parameters.put("pattern", pattern);
        }
        if (place != null) {
            sql.append(" and latitude is not null and ").append(MILES).append(" <= :miles");
            sql.append(" order by ").append(MILES).append(", phone_number");
            parameters.put("latitude", place.latitude());
            parameters.put("longitude", place.longitude());
            parameters.put("miles", (double) place.miles());
        } else {
            sql.append(" order by phone_number");
        }
        sql.append(" limit :most offset :before");
        parameters.put("most", search.limit());
        parameters.put("before", search.offset());
        return Sql.named(sql.toString(), parameters).list(NumberSaleService::read);
    }

    private static void equal(
            StringBuilder sql, Map<String, Object> parameters, String column, @Nullable Object value) {
        if (value != null) {
            sql.append(" and ").append(column).append(" = :").append(column);
            parameters.put(column, value);
        }
    }

    private static void sameWord(
            StringBuilder sql, Map<String, Object> parameters, String column, @Nullable String value) {
        if (value != null) {
            sql.append(" and lower(").append(column).append(") = :").append(column);
            parameters.put(column, value.toLowerCase(Locale.ROOT));
        }
    }

    private static AvailableNumber read(Row row) {
        String number = row.string(0);
        return new AvailableNumber(
                number,
                NumberFormat.national(number),
                row.string(1),
                new Capabilities(row.bool(2), row.bool(3), row.bool(4), row.bool(5)),
                AddressRequirement.valueOf(row.string(6)),
                row.bool(7),
                row.stringOrNull(8),
                row.stringOrNull(9),
                row.stringOrNull(10),
                row.stringOrNull(11),
                row.stringOrNull(12),
                row.decimalOrNull(13),
                row.decimalOrNull(14));
    }

    private static DomainException unknownPlace() {
        return new DomainException(ErrorCode.NEAR_NUMBER_INVALID, "Nothing is known of that number's place.");
    }

    private static DomainException notSold() {
        return new DomainException(ErrorCode.NOT_FOUND, "No such numbers are sold here.");
    }
}
