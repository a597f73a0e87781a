package io.curfew.platform.start;

import io.curfew.settings.AtLeastOne;
import io.curfew.settings.AtLeastZero;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Where the data is kept: {@code curfew.database.*}. */
@ConfigMapping(prefix = "curfew.database")
public interface DatabaseConfig {

    /**
     * Address of an external PostgreSQL 15 to 18, as {@code postgresql://host:port/database}, optionally with the
     * driver's parameters ({@code ?sslmode=require}). Of several hosts ({@code postgresql://a,b/database}) the one
     * that can be written to is used. When it is not set, an embedded server runs in the data directory.
     */
    Optional<String> url();

    /** Name of the role that owns the database. */
    @WithDefault("curfew")
    String username();

    /** The role's password. The embedded server's is generated and kept in the data directory. */
    Optional<String> password();

    /** The most connections one process opens to serve requests; migrations use up to two more while starting. */
    @WithDefault("20")
    @WithConverter(AtLeastOne.class)
    int poolSize();

    /**
     * The most of these connections that the calls of one main account's tree hold at a time, so that one tree cannot keep
     * the others waiting. Not set: half of them.
     */
    @WithConverter(AtLeastOne.class)
    Optional<Integer> treeConnections();

    /** How many calls of one tree wait for a connection when all of its own are taken; further ones are refused. */
    @WithDefault("1000")
    @WithConverter(AtLeastZero.class)
    int treeQueue();

    /** How long they wait before they are refused. */
    @WithDefault("5s")
    Duration treeWait();

    /**
     * How long a start waits for an external database before it gives up. Not set: it waits as long as it takes and
     * says so in its readiness.
     */
    Optional<Duration> startTimeout();
}
