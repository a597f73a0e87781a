package io.curfew.testing;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL behind a {@link FaultyProxy}, which a test declares as a field to get at it. */
public final class FaultyPostgresResource extends PostgresResource {
    private @Nullable FaultyProxy network;

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(super.start());
        URI server = URI.create(settings.get("curfew.database.url"));
        FaultyProxy started = FaultyProxy.to(server.getPort());
        network = started;
        settings.put("curfew.database.url", "postgresql://localhost:" + started.port() + server.getPath());
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(network, new TestInjector.MatchesType(FaultyProxy.class));
    }

    @Override
    public void stop() {
        if (network != null) {
            network.close();
        }
        super.stop();
    }
}
