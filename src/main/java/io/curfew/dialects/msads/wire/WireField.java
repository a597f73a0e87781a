package io.curfew.dialects.msads.wire;

/**
 * One field of an object.
 *
 * @param name its name in SOAP, and in JSON except where {@link #jsonName()} differs
 * @param namespace the namespace of its element
 * @param nillable whether SOAP writes {@code xsi:nil} for it when it has no value; a field that is not nillable is then
 *     absent
 * @param omittable whether replies leave it out unless the request asks for it, although it is nillable
 */
public record WireField(String name, String namespace, WireType type, boolean nillable, boolean omittable) {
    /** Whether its element is always there, as the parts of pairs are. */
    boolean required() {
        return namespace.equals(Namespaces.PAIRS);
    }

    /** Its name in JSON, which differs for the parts of pairs only: {@code key} is {@code Key} (section 5.3). */
    String jsonName() {
        return namespace.equals(Namespaces.PAIRS) ? Character.toUpperCase(name.charAt(0)) + name.substring(1) : name;
    }
}
