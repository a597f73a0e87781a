package io.curfew.platform;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.core.Application;

/**
 * All resources. Nothing in them blocks, so even methods that answer at once are called on the event loop that read
 * the request. Quarkus would hand those to a worker's thread, which costs more than most of them do.
 */
@NonBlocking
public class CurfewApplication extends Application {}
