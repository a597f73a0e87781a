package io.curfew.platform;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.AbstractCancellableServerRestHandler;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/**
 * Lets what a call has begun run to its end, whether or not its caller is still there. Quarkus would cancel the chain
 * when the caller hangs up; a session that is cancelled between two of its steps is not closed as it should be, and its
 * connection and the locks that it holds stay behind. This applies to every resource of every door, so that a new one
 * cannot leave it out.
 */
@Provider
class WholeCalls implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext context) {
        ResteasyReactiveRequestContext call = (ResteasyReactiveRequestContext)
                ((ResteasyReactiveContainerRequestContext) context).getServerRequestContext();
        for (ServerRestHandler handler : call.getTarget().getHandlerChain()) {
            if (handler instanceof AbstractCancellableServerRestHandler cancellable && cancellable.isCancellable()) {
                cancellable.setCancellable(false);
            }
        }
    }
}
