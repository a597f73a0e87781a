package io.curfew.dialects.msads.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an element holds. */
public sealed interface WireType {
    /** The name of its type in the XML schema, without a prefix. */
    String name();

    /** A value without parts. */
    enum Scalar implements WireType {
        LONG("long", Long.class),
        INT("int", Integer.class),
        UNSIGNED_BYTE("unsignedByte", Integer.class),
        BOOLEAN("boolean", Boolean.class),
        STRING("string", String.class),
        DATE_TIME("dateTime", Instant.class),
        BASE64("base64Binary", byte[].class),
        DECIMAL("decimal", BigDecimal.class);

        private final String schemaName;
        private final Class<?> javaType;

        Scalar(String schemaName, Class<?> javaType) {
            this.schemaName = schemaName;
            this.javaType = javaType;
        }

        /** Its name among XML Schema's built-in types. */
        String schemaName() {
            return schemaName;
        }

        /** The class of its values in a {@link WireObject}. */
        Class<?> javaType() {
            return javaType;
        }
    }

    /** One word of an enumeration. */
    record EnumType(String name, List<String> literals) implements WireType {
        public EnumType {
            literals = List.copyOf(literals);
        }
    }

    /**
     * Any number of an enumeration's words, separated by blanks in SOAP, and by commas and blanks in one string in
     * JSON.
     */
    record FlagsType(String name, List<String> literals) implements WireType {
        public FlagsType {
            literals = List.copyOf(literals);
        }
    }

    /**
     * Any number of items: in SOAP an element that holds one element for each item, in JSON an array.
     *
     * @param itemName the name of an item's element
     * @param itemNamespace the namespace of an item's element, and of the list's own type
     */
    record ListType(String name, String itemName, String itemNamespace, WireType item) implements WireType {}

    /**
     * Fields in an order that matters in SOAP.
     *
     * @param namespace the namespace of the type, and of the element too if this is a request or a response
     */
    record ObjectType(String name, String namespace, List<WireField> fields) implements WireType {
        public ObjectType {
            fields = List.copyOf(fields);
        }

        /** The field of that name, if there is one. */
        public Optional<WireField> field(String fieldName) {
            return fields.stream()
                    .filter(field -> field.name().equals(fieldName))
                    .findFirst();
        }
    }
}
