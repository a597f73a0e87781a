package io.curfew.dialects.msads.wire;

import io.curfew.dialects.msads.wire.WireType.ListType;
import io.curfew.dialects.msads.wire.WireType.ObjectType;
import io.curfew.dialects.msads.wire.WireType.Scalar;
import java.util.ArrayList;
import java.util.List;

/** Builds an object's type field by field; the elements of all fields are in the namespace of the type. */
final class Fields {
    private final String name;
    private final String namespace;
    private final List<WireField> fields = new ArrayList<>();

    private Fields(String name, String namespace) {
        this.name = name;
        this.namespace = namespace;
    }

    /** A request or a response. */
    static Fields message(String name) {
        return new Fields(name, Namespaces.V13);
    }

    /** An object within requests and responses. */
    static Fields entity(String name) {
        return new Fields(name, Namespaces.ENTITIES);
    }

    /** A pair of a string and a value. */
    static ObjectType pair(String name, Scalar value) {
        return new Fields(name, Namespaces.PAIRS)
                .nillable(CustomerManagement.KEY, Scalar.STRING)
                .nillable(CustomerManagement.VALUE, value)
                .type();
    }

    /** A list of objects, named as WCF names lists. */
    static ListType list(ObjectType item) {
        return new ListType("ArrayOf" + item.name(), item.name(), item.namespace(), item);
    }

    /** A field that has a value or is absent. */
    Fields plain(String field, WireType type) {
        return add(field, type, false, false);
    }

    /** A field that may be nil. */
    Fields nillable(String field, WireType type) {
        return add(field, type, true, false);
    }

    /** Several fields that may be nil. */
    Fields nillable(WireType type, String... names) {
        for (String field : names) {
            nillable(field, type);
        }
        return this;
    }

    /** A field that may be nil, and that replies leave out unless the request asks for it. */
    Fields omittable(String field, WireType type) {
        return add(field, type, true, true);
    }

    private Fields add(String field, WireType type, boolean nillable, boolean omittable) {
        fields.add(new WireField(field, namespace, type, nillable, omittable));
        return this;
    }

    ObjectType type() {
        return new ObjectType(name, namespace, fields);
    }
}
