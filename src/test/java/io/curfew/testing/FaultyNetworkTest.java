package io.curfew.testing;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test of the running service with a {@link FaultyProxy} before its database; all of them share one start. A field of
 * that type gets the proxy. Each test leaves a good network behind ({@link FaultyProxy#pass}).
 */
@QuarkusTest
@WithTestResource(FaultyPostgresResource.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface FaultyNetworkTest {}
