package io.curfew.people;

import io.curfew.kernel.Ids;
import io.curfew.sql.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of persons: those who have chosen a password. Each has one, whatever the number of trees they work in, and goes
 * with the last of them. Every method needs a session, and each that writes the caller's transaction, in which the
 * membership is locked before the person.
 */
@ApplicationScoped
class Persons {
    /** How many persons of one address have their password checked at most: each costs a hash. */
    private static final int CANDIDATES = 5;

    /**
     * A person who may be the one that is meant.
     *
     * @param id the person
     * @param passwordHash the hash of their password
     */
    record Candidate(String id, String passwordHash) {
        /** Without the hash. */
        @Override
        public String toString() {
            return "Candidate[" + id + "]";
        }
    }

    /** Makes a person with one membership; returns their id. */
    Uni<String> make(String email, String passwordHash, Instant at) {
        String id = Ids.next("PE");
        return Sql.of(
                        "insert into person (id, email, password_hash, memberships, created_at, updated_at)"
                                + " values ($1, $2, $3, 1, $4, $4)",
                        id,
                        email,
                        passwordHash,
                        at)
                .update()
                .replaceWith(id);
    }

    /** The person whose membership it is; null for one that nobody has accepted. */
    Uni<@Nullable Candidate> ofMember(String tenantId, String userId) {
        return Sql.of(
                        "select p.id, p.password_hash from login_user u join person p on p.id = u.person_id"
                                + " where u.tenant_id = $1 and u.id = $2",
                        tenantId,
                        userId)
                .one(row -> new Candidate(row.string(0), row.string(1)));
    }

    /** The first persons of that address, oldest first. */
    Uni<List<Candidate>> of(String email) {
        return Sql.of(
                        "select id, password_hash from person where email = $1 order by created_at, id limit $2",
                        email,
                        CANDIDATES)
                .list(row -> new Candidate(row.string(0), row.string(1)));
    }

    /** Gives a person one more membership; tells whether they are there and still have that password. */
    Uni<Boolean> join(Candidate person) {
        return Sql.of(
                        "update person set memberships = memberships + 1 where id = $1 and password_hash = $2",
                        person.id(),
                        person.passwordHash())
                .update()
                .map(joined -> joined > 0);
    }

    /**
     * Replaces a person's password: of two callers who know the old one, the first changes it and the second is
     * refused.
     *
     * @param checked the hash by which the old one was found right, null to replace it whatever it is
     * @return whether it was replaced
     */
    Uni<Boolean> replacePassword(String personId, @Nullable String checked, String passwordHash, Instant at) {
        return Sql.of(
                        "update person set password_hash = $3, updated_at = $4"
                                + " where id = $1 and (cast($2 as text) is null or password_hash = cast($2 as text))",
                        personId,
                        checked,
                        passwordHash,
                        at)
                .update()
                .map(replaced -> replaced > 0);
    }

    /** Takes a membership from a person, who goes with the last one. */
    Uni<Void> leave(String personId) {
        return Sql.of("update person set memberships = memberships - 1 where id = $1", personId)
                .update()
                .chain(() -> Sql.of("delete from person where id = $1 and memberships = 0", personId)
                        .update())
                .replaceWithVoid();
    }

    /** Takes their memberships of a tree from the persons of these users, before the rows of those go; always in the same order. */
    Uni<Void> leaveAll(String tenantId, List<String> userIds) {
        return Sql.of("""
                                with member as (
                                    select person_id, count(*) as times from login_user
                                    where tenant_id = $1 and id = any($2) and person_id is not null group by person_id),
                                held as materialized (
                                    select id from person where id in (select person_id from member)
                                    order by id for update)
                                update person p set memberships = p.memberships - m.times
                                from member m join held h on h.id = m.person_id
                                where p.id = m.person_id
                                """, tenantId, userIds)
                .update()
                .chain(() -> Sql.of("""
                                        delete from person where memberships = 0 and id in (
                                            select person_id from login_user
                                            where tenant_id = $1 and id = any($2) and person_id is not null)
                                        """, tenantId, userIds).update())
                .replaceWithVoid();
    }
}
