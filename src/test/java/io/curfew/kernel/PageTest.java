package io.curfew.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final Instant T0 = Instant.parse("2027-03-01T10:00:00Z");

    private static PageRequest beside(Cursor.Direction direction) {
        return new PageRequest(2, new Cursor(T0, "b", direction), 0);
    }

    @Test
    void rowMoreThanAskedForTellsThatThereAreMore() {
        PageRequest first = PageRequest.first(2);
        assertThat(Slice.of(List.of(3, 2, 1), first)).isEqualTo(new Slice<>(List.of(3, 2), true));
        assertThat(Slice.of(List.of(3, 2), first)).isEqualTo(new Slice<>(List.of(3, 2), false));
        assertThat(Slice.of(List.of(), first)).isEqualTo(new Slice<>(List.of(), false));
    }

    @Test
    void pageReadBackwardsIsTurnedAndFollowedByWhereItBegan() {
        PageRequest newer = beside(Cursor.Direction.NEWER);
        assertThat(Slice.of(List.of(4, 5, 6), newer)).isEqualTo(new Slice<>(List.of(5, 4), true));
        assertThat(Slice.of(List.of(4), newer)).isEqualTo(new Slice<>(List.of(4), true));
        assertThat(Slice.of(List.of(4), newer).map(i -> "n" + i)).isEqualTo(new Slice<>(List.of("n4"), true));
    }

    @Test
    void clauseGoesOnAtTheRowOfTheCursor() {
        Map<String, Object> parameters = new HashMap<>();
        assertThat(Keyset.clause(PageRequest.first(2), "s.", parameters))
                .isEqualTo(" order by s.createdAt desc, s.id desc");
        assertThat(parameters).isEmpty();
        assertThat(Keyset.clause(beside(Cursor.Direction.OLDER), "", parameters))
                .isEqualTo(" and (createdAt, id) < (:cursorAt, :cursorId) order by createdAt desc, id desc");
        assertThat(Keyset.clause(beside(Cursor.Direction.NEWER), "", parameters))
                .isEqualTo(" and (createdAt, id) > (:cursorAt, :cursorId) order by createdAt, id");
        assertThat(parameters).isEqualTo(Map.of("cursorAt", T0, "cursorId", "b"));
    }

    @Test
    void idsAreKnownByTheirPrefixAndForm() {
        String id = Ids.next(Ids.ACCOUNT);
        assertThat(Ids.is(Ids.ACCOUNT, id)).isTrue();
        assertThat(Ids.is(Ids.ACCOUNT, id.toUpperCase(java.util.Locale.ROOT))).isTrue();
        assertThat(Ids.is(Ids.API_KEY, id)).isFalse();
        assertThat(Ids.is(Ids.ACCOUNT, id + "0")).isFalse();
        assertThat(Ids.is(Ids.ACCOUNT, "AC")).isFalse();
        assertThat(Ids.digits(15)).matches("[1-9][0-9]{14}");
        assertThat(Ids.alphanumeric(200)).matches("[0-9A-HJ-NP-Z]{200}");
        assertThat(Ids.base62(43)).matches("[0-9A-Za-z]{43}");
    }
}
