package io.curfew.numbers;

import io.curfew.kernel.RealClock;
import io.curfew.sql.Sql;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Fills an empty inventory at start-up from {@code numbers/inventory.csv}, in one statement. Replicas that start at
 * the same time take turns, and all but the first find the inventory filled.
 */
@ApplicationScoped
public class InventorySeedService {
    private static final String RANGES = "/numbers/inventory.csv";

    // The file is sent as one text, and the database splits it. One line is a range of numbers that share all their
    // properties.
    private static final String INSERT = """
            insert into number_inventory
                (phone_number, country, type, area_code, region, locality, rate_center, lata, postal_code,
                 latitude, longitude, voice, sms, mms, fax, address_requirements, beta, state, free_at, updated_at)
            select '+' || (cast(f[1] as bigint) + i), f[3], f[4], nullif(f[5], ''), nullif(f[6], ''),
                nullif(f[7], ''), nullif(f[8], ''), nullif(f[9], ''), nullif(f[10], ''),
                cast(nullif(f[11], '') as numeric), cast(nullif(f[12], '') as numeric),
                position('v' in f[13]) > 0, position('s' in f[13]) > 0,
                position('m' in f[13]) > 0, position('f' in f[13]) > 0,
                f[14], cast(f[15] as boolean), 'AVAILABLE', $2, $2
            from (select string_to_array(line, ';') as f from unnest(string_to_array($1, chr(10))) as line) as ranges
            cross join lateral generate_series(0, cast(f[2] as integer) - 1) as i
            on conflict (phone_number) do nothing
            """;

    private final NumberInventoryConfig config;
    private final RealClock clock;

    InventorySeedService(NumberInventoryConfig config, RealClock clock) {
        this.config = config;
        this.clock = clock;
    }

    /**
     * Fills the inventory if it is empty and seeding is switched on.
     *
     * @return how many numbers were added
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<Integer> seed() {
        return config.seed() ? seedWhenEmpty() : Uni.createFrom().item(0);
    }

    private Uni<Integer> seedWhenEmpty() {
        return lockAndLook().chain(empty -> empty ? insert() : Uni.createFrom().item(0));
    }

    private static Uni<Boolean> lockAndLook() {
        return Sql.of("select cast(pg_advisory_xact_lock(hashtext('curfew_number_inventory')) as text)")
                .exactlyOne(row -> row)
                .chain(() ->
                        Sql.of("select exists (select 1 from number_inventory)").exactlyOne(row -> row.bool(0)))
                .map(found -> !found);
    }

    private Uni<Integer> insert() {
        return Sql.of(INSERT, String.join("\n", ranges()), clock.now()).update();
    }

    private List<String> ranges() {
        Optional<List<String>> countries = config.countries();
        return text().lines()
                .skip(1)
                .filter(line -> countries.isEmpty() || countries.get().contains(country(line)))
                .toList();
    }

    /** The country of a line, which is its third field. */
    private static String country(String line) {
        int second = line.indexOf(';', line.indexOf(';') + 1);
        return line.substring(second + 1, line.indexOf(';', second + 1));
    }

    private static String text() {
        try (InputStream file = InventorySeedService.class.getResourceAsStream(RANGES)) {
            if (file == null) {
                throw new IllegalStateException("the list of number ranges is missing: " + RANGES);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
