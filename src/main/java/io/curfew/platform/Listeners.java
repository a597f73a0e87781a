package io.curfew.platform;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.ServerChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * The sockets on which the service listens, so that it can stop accepting connections and go on with those it has; the HTTP
 * server itself closes both at once. Netty finds this class as {@link MalformedRequests}.
 */
public final class Listeners extends ChannelInitializerExtension {
    private static final ChannelGroup OPEN = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    @Override
    public void postInitializeServerListenerChannel(ServerChannel channel) {
        OPEN.add(channel);
    }

    /** Closes all of them; the operating system refuses whoever connects from now on. */
    static void close() {
        OPEN.close();
    }
}
