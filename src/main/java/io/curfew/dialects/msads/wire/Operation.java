package io.curfew.dialects.msads.wire;

import io.curfew.dialects.msads.wire.WireType.ObjectType;

/**
 * One operation of the service.
 *
 * @param name its name, which is its SOAPAction too
 * @param request what is sent; its name and namespace are those of the element in a SOAP body
 * @param response what is answered, likewise
 * @param httpMethod its method in REST
 * @param restPath its path in REST, under {@link CustomerManagement#REST_BASE}, with a leading slash
 */
public record Operation(String name, ObjectType request, ObjectType response, String httpMethod, String restPath) {}
