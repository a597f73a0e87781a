package io.curfew.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Connections to the service's database that are not of its pool. */
public final class Strangers {
    private Strangers() {}

    /** A new one, to be closed again. */
    public static Connection connect() throws SQLException {
        Config config = ConfigProvider.getConfig();
        return DriverManager.getConnection(
                "jdbc:" + config.getValue("curfew.database.url", String.class),
                config.getValue("curfew.database.username", String.class),
                config.getValue("curfew.database.password", String.class));
    }
}
