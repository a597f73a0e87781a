package io.curfew.platform;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.ServerChannel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sockets on which the service listens, so that it can stop accepting connections and go on with those it has; the HTTP
 * server itself closes both at once. Netty finds this class as {@link MalformedRequests}.
 */
@RegisterForReflection // for Netty, which makes it as a service
public final class Listeners extends ChannelInitializerExtension {
    /** A plain set: Netty's groups hold an executor, which no static field of a native image may. */
    private static final Set<ServerChannel> OPEN = ConcurrentHashMap.newKeySet();

    @Override
    public void postInitializeServerListenerChannel(ServerChannel channel) {
        OPEN.add(channel);
        channel.closeFuture().addListener(closed -> OPEN.remove(channel));
    }

    /** Closes all of them; the operating system refuses whoever connects from now on. */
    static void close() {
        OPEN.forEach(ServerChannel::close);
    }
}
