package io.curfew.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No column with ciphertexts is forgotten when they are encrypted anew. */
@CurfewTest
class SealedColumnsTest {
    /** Columns of bytes that hold no ciphertext: hashes, which are only compared, and salts. */
    private static final Set<String> OTHERS = Set.of(
            "audit_personal.salt",
            "credential.secret_hash",
            "idempotency_key.request_hash",
            "invitation.token_hash",
            "operator_token.token_hash",
            "sim_place.imsi_hash",
            "sim_stock.secret_hash");

    @Inject
    Database database;

    @Inject
    @Any
    Instance<SealedTable> tables;

    private static Set<String> sealed() {
        return Arrays.stream(SealedColumn.values())
                .map(column -> column.table() + "." + column.column())
                .collect(Collectors.toSet());
    }

    @Test
    void everyColumnOfBytesIsKnown() {
        // Given
        List<String> columns =
                database.column("""
                        select c.relname || '.' || a.attname from pg_class c
                        join pg_attribute a on a.attrelid = c.oid and a.atttypid = 'bytea'::regtype and not a.attisdropped
                        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                        """).stream().map(Object::toString).toList();
        // Then
        assertThat(columns)
                .as("a column of bytes holds ciphertexts, and then it is a SealedColumn, or it is named here")
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(sealed().stream(), OTHERS.stream()).toList());
    }

    @Test
    void everyTableWithCiphertextsIsLookedThrough() {
        assertThat(tables.stream().map(SealedTable::name))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(SealedColumn.values())
                        .filter(column -> column != SealedColumn.KEY_CHECK)
                        .map(SealedColumn::table)
                        .collect(Collectors.toSet()));
    }

    @Test
    void rowsAreNamedByThePrimaryKey() {
        for (SealedColumn column : SealedColumn.values()) {
            List<Object> key = database.column("""
                    select a.attname::text from pg_index i
                    cross join lateral unnest(i.indkey) with ordinality as k (number, place)
                    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
                    where i.indisprimary and i.indrelid = $1::text::regclass order by k.place
                    """, column.table());
            assertThat(column == SealedColumn.KEY_CHECK ? List.of() : key).isEqualTo(column.keys());
        }
    }
}
