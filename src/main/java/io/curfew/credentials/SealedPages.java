package io.curfew.credentials;

import io.curfew.sql.Row;
import io.curfew.sql.Sql;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks through one table for ciphertexts that are not of the present key and form, page by page in the order of its primary
 * key, and replaces them if that is wanted.
 */
final class SealedPages {
    private final SecretCipher cipher;
    private final SealedTable table;
    private final List<SealedColumn> columns;
    private final List<String> keys;
    private final String statement;

    /**
     * What a page came to.
     *
     * @param next after which row the next page begins; null when this was the last one
     * @param found rows that are not of the present key and form
     * @param replaced how many ciphertexts were replaced
     * @param unreadable where ciphertexts are that cannot be read
     */
    record Page(@Nullable List<String> next, SealedCount found, int replaced, List<SealedPlace> unreadable) {}

    SealedPages(SecretCipher cipher, SealedTable table) {
        this.cipher = cipher;
        this.table = table;
        this.columns = Arrays.stream(SealedColumn.values())
                .filter(column -> column.table().equals(table.name()))
                .toList();
        this.keys = columns.get(0).keys();
        this.statement = statement();
    }

    /** The last row of a full page comes along in any case, since the next page begins after it. */
    private String statement() {
        String ordered = String.join(", ", keys);
        String read = Stream.concat(keys.stream(), columns.stream().map(SealedColumn::column))
                .collect(Collectors.joining(", "));
        String places = placesFrom(1, keys.size());
        String head = "$" + (keys.size() + 1);
        String limit = "$" + (keys.size() + 2);
        String stale = columns.stream()
                .map(column ->
                        "substring(" + column.column() + " from 1 for octet_length(" + head + "::bytea)) <> " + head)
                .collect(Collectors.joining(" or "));
        return "select " + read + ", place from (select " + read + ", row_number() over (order by " + ordered
                + ") as place from " + table.name() + " where (" + ordered + ") > (" + places + ") order by " + ordered
                + " limit " + limit + ") page where place = " + limit + " or " + stale + " order by place";
    }

    private static String placesFrom(int first, int count) {
        return Stream.iterate(first, place -> place + 1)
                .limit(count)
                .map(place -> "$" + place)
                .collect(Collectors.joining(", "));
    }

    /** Before the first row. */
    List<String> beginning() {
        return Collections.nCopies(keys.size(), "");
    }

    /** Does one page in the caller's transaction. */
    Uni<Page> page(List<String> after, boolean replace) {
        List<@Nullable Object> arguments = new ArrayList<>(after);
        arguments.add(cipher.head());
        arguments.add((long) table.pageSize());
        return Sql.of(statement, arguments.toArray()).list(this::read).chain(rows -> {
            Findings findings = new Findings(cipher, replace);
            rows.forEach(findings::look);
            boolean full = !rows.isEmpty() && rows.get(rows.size() - 1).place() == table.pageSize();
            List<String> next = full ? rows.get(rows.size() - 1).key() : null;
            return findings.replace(table)
                    .map(replaced -> new Page(next, findings.count(), replaced, findings.unreadable()));
        });
    }

    /** A row with its ciphertexts, some of which are not of the present key and form. */
    private record Sealed(List<String> key, Map<SealedColumn, byte[]> ciphertexts, long place) {}

    private Sealed read(Row row) {
        Map<SealedColumn, byte[]> ciphertexts = new EnumMap<>(SealedColumn.class);
        columns.forEach(column -> {
            byte[] sealed = row.bytesOrNull(column.column());
            if (sealed != null) {
                ciphertexts.put(column, sealed);
            }
        });
        return new Sealed(keys.stream().map(row::string).toList(), ciphertexts, row.number("place"));
    }

    /** What was found in a page, and what is to be written in its place. */
    private static final class Findings {
        private final SecretCipher cipher;
        private final boolean encrypt;
        private final Map<SealedColumn, List<List<String>>> replacements = new EnumMap<>(SealedColumn.class);
        private final List<SealedPlace> unreadable = new ArrayList<>();
        private SealedCount count = SealedCount.NONE;

        Findings(SecretCipher cipher, boolean encrypt) {
            this.cipher = cipher;
            this.encrypt = encrypt;
        }

        void look(Sealed row) {
            boolean broken = false;
            boolean previous = false;
            boolean unbound = false;
            for (Map.Entry<SealedColumn, byte[]> kept : row.ciphertexts().entrySet()) {
                byte[] sealed = kept.getValue();
                if (cipher.isPresent(sealed)) {
                    continue;
                }
                SealedPlace place = new SealedPlace(kept.getKey(), row.key());
                try {
                    byte[] plain = cipher.open(place, sealed);
                    boolean earlier =
                            Ciphertext.read(sealed).keyId() != cipher.keys().currentId();
                    previous |= earlier;
                    unbound |= !earlier;
                    if (encrypt) {
                        add(kept.getKey(), row.key(), sealed, cipher.encrypt(place, plain));
                    }
                } catch (UnreadableSecretException e) {
                    broken = true;
                    unreadable.add(place);
                }
            }
            count = count.plus(new SealedCount(broken ? 1 : 0, previous ? 1 : 0, unbound && !previous ? 1 : 0));
        }

        private void add(SealedColumn column, List<String> key, byte[] kept, byte[] fresh) {
            List<List<String>> arguments = replacements.computeIfAbsent(
                    column,
                    first -> Stream.<List<String>>generate(ArrayList::new)
                            .limit(key.size() + 2L)
                            .toList());
            for (int i = 0; i < key.size(); i++) {
                arguments.get(i).add(key.get(i));
            }
            arguments.get(key.size()).add(HexFormat.of().formatHex(kept));
            arguments.get(key.size() + 1).add(HexFormat.of().formatHex(fresh));
        }

        Uni<Integer> replace(SealedTable table) {
            return Multi.createFrom()
                    .iterable(replacements.entrySet())
                    .onItem()
                    .transformToUniAndConcatenate(each -> Sql.of(
                                    table.replacing(each.getKey()),
                                    each.getValue().toArray())
                            .update())
                    .collect()
                    .asList()
                    .map(counts -> counts.stream().mapToInt(Integer::intValue).sum());
        }

        SealedCount count() {
            return count;
        }

        List<SealedPlace> unreadable() {
            return unreadable;
        }
    }
}
