package io.curfew.dialects.msads.wire;

import io.curfew.dialects.msads.wire.WireType.EnumType;
import io.curfew.dialects.msads.wire.WireType.FlagsType;
import io.curfew.dialects.msads.wire.WireType.ListType;
import io.curfew.dialects.msads.wire.WireType.ObjectType;
import io.curfew.dialects.msads.wire.WireType.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One of the service's XML schemas, one for each namespace: what the operations' types come to in it. */
final class Xsd {
    /** What a request's header may hold, by the description; other blocks are tolerated. */
    static final List<String> REQUEST_HEADERS =
            List.of("ApplicationToken", "AuthenticationToken", "DeveloperToken", "Password", "UserName");

    /** What an answer's header holds. */
    static final String TRACKING_ID = "TrackingId";

    private static final Map<String, String> PREFIXES = Map.of(
            Namespaces.V13, "v13",
            Namespaces.ENTITIES, "ent",
            Namespaces.EXCEPTION, "exc",
            Namespaces.ADAPI, "adapi",
            Namespaces.PAIRS, "kv",
            Namespaces.ARRAYS, "arr");

    private static final List<Xsd> ALL = make();

    private final String namespace;
    private final Map<String, String> components = new LinkedHashMap<>();
    private final Set<String> imports = new TreeSet<>();

    private Xsd(String namespace) {
        this.namespace = namespace;
    }

    /** All of them. */
    static List<Xsd> all() {
        return ALL;
    }

    String namespace() {
        return namespace;
    }

    /**
     * The schema.
     *
     * @param locations where the schema of another namespace is to be found; empty where it is beside this one
     */
    String text(Function<String, Optional<String>> locations) {
        StringBuilder text = new StringBuilder("<xs:schema elementFormDefault=\"qualified\" targetNamespace=\"")
                .append(namespace)
                .append("\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"");
        new TreeSet<>(PREFIXES.keySet())
                .forEach(known -> text.append(" xmlns:%s=\"%s\"".formatted(PREFIXES.get(known), known)));
        text.append(">\n");
        for (String other : imports) {
            text.append("<xs:import namespace=\"%s\"%s/>\n"
                    .formatted(
                            other,
                            locations
                                    .apply(other)
                                    .map(" schemaLocation=\"%s\""::formatted)
                                    .orElse("")));
        }
        components.values().forEach(component -> text.append(component).append('\n'));
        return text.append("</xs:schema>\n").toString();
    }

    private static List<Xsd> make() {
        Map<String, Xsd> schemas = new LinkedHashMap<>();
        List.of(
                        Namespaces.V13,
                        Namespaces.ENTITIES,
                        Namespaces.EXCEPTION,
                        Namespaces.ADAPI,
                        Namespaces.PAIRS,
                        Namespaces.ARRAYS)
                .forEach(namespace -> schemas.put(namespace, new Xsd(namespace)));
        Maker maker = new Maker(schemas);
        CustomerManagement.OPERATIONS.forEach(maker::operation);
        maker.headers();
        maker.faults();
        return List.copyOf(schemas.values());
    }

    /** Enters types in the schema of their namespace, each once, with what they are made of. */
    private static final class Maker {
        private final Map<String, Xsd> schemas;

        Maker(Map<String, Xsd> schemas) {
            this.schemas = schemas;
        }

        private Xsd schema(String namespace) {
            Xsd schema = schemas.get(namespace);
            if (schema == null) {
                throw new IllegalStateException(namespace);
            }
            return schema;
        }

        void operation(Operation operation) {
            message(operation.request());
            message(operation.response());
        }

        private void message(ObjectType type) {
            schema(type.namespace())
                    .components
                    .put(
                            "element " + type.name(),
                            "<xs:element name=\"%s\"><xs:complexType>%s</xs:complexType></xs:element>"
                                    .formatted(type.name(), sequence(type)));
        }

        private String sequence(ObjectType type) {
            return type.fields().stream()
                    .map(field -> element(field.name(), field.nillable(), reference(field.type(), type.namespace())))
                    .collect(Collectors.joining("", "<xs:sequence>", "</xs:sequence>"));
        }

        private static String element(String name, boolean nillable, String type) {
            return "<xs:element minOccurs=\"0\" name=\"%s\"%s type=\"%s\"/>"
                    .formatted(name, nillable ? " nillable=\"true\"" : "", type);
        }

        /** The type's name as one in {@code from} writes it; enters the type itself. */
        private String reference(WireType type, String from) {
            if (type instanceof Scalar scalar) {
                return "xs:" + scalar.schemaName();
            }
            String home = home(type);
            Xsd schema = schema(home);
            String key = "type " + type.name();
            if (!schema.components.containsKey(key)) {
                // Entered first, so that a type may refer to itself; what it is made of follows.
                schema.components.put(key, "");
                schema.components.put(key, definition(type, home));
            }
            if (!home.equals(from)) {
                schema(from).imports.add(home);
            }
            return PREFIXES.get(home) + ":" + type.name();
        }

        private static String home(WireType type) {
            if (type instanceof ObjectType object) {
                return object.namespace();
            }
            return type instanceof ListType list ? list.itemNamespace() : Namespaces.ENTITIES;
        }

        private String definition(WireType type, String home) {
            if (type instanceof ObjectType object) {
                return "<xs:complexType name=\"%s\">%s</xs:complexType>".formatted(object.name(), sequence(object));
            }
            if (type instanceof ListType list) {
                return list(list.name(), list.itemName(), reference(list.item(), home));
            }
            if (type instanceof EnumType words) {
                return "<xs:simpleType name=\"%s\">%s</xs:simpleType>"
                        .formatted(words.name(), restriction(words.literals()));
            }
            FlagsType flags = (FlagsType) type;
            return "<xs:simpleType name=\"%s\"><xs:list><xs:simpleType>%s</xs:simpleType></xs:list></xs:simpleType>"
                    .formatted(flags.name(), restriction(flags.literals()));
        }

        private static String list(String name, String itemName, String itemType) {
            boolean plain = itemType.startsWith("xs:");
            return ("<xs:complexType name=\"%s\"><xs:sequence><xs:element minOccurs=\"0\" maxOccurs=\"unbounded\""
                            + " name=\"%s\"%s type=\"%s\"/></xs:sequence></xs:complexType>")
                    .formatted(name, itemName, plain ? "" : " nillable=\"true\"", itemType);
        }

        private static String restriction(List<String> words) {
            return words.stream()
                    .map("<xs:enumeration value=\"%s\"/>"::formatted)
                    .collect(Collectors.joining("", "<xs:restriction base=\"xs:string\">", "</xs:restriction>"));
        }

        void headers() {
            List<String> names = new ArrayList<>(REQUEST_HEADERS);
            names.add(TRACKING_ID);
            names.forEach(name -> schema(Namespaces.V13)
                    .components
                    .put(
                            "element " + name,
                            "<xs:element name=\"%s\" nillable=\"true\" type=\"xs:string\"/>".formatted(name)));
        }

        /** Both faults have the call's name in the log in common, which is of the one's namespace in either. */
        void faults() {
            Map<String, String> adapi = schema(Namespaces.ADAPI).components;
            adapi.put(
                    "type ApplicationFault",
                    "<xs:complexType name=\"ApplicationFault\"><xs:sequence>%s</xs:sequence></xs:complexType>"
                            .formatted(element(TRACKING_ID, true, "xs:string")));
            adapi.put("type AdApiError", error("AdApiError", "Detail", "ErrorCode", "Message"));
            adapi.put("type ArrayOfAdApiError", list("ArrayOfAdApiError", "AdApiError", "adapi:AdApiError"));
            adapi.put("type AdApiFaultDetail", fault("AdApiFaultDetail", "Errors", "adapi:ArrayOfAdApiError"));
            adapi.put(
                    "element AdApiFaultDetail",
                    "<xs:element name=\"AdApiFaultDetail\" nillable=\"true\" type=\"adapi:AdApiFaultDetail\"/>");
            Xsd exception = schema(Namespaces.EXCEPTION);
            exception.imports.add(Namespaces.ADAPI);
            exception.components.put("type OperationError", error("OperationError", "Details", "Message"));
            exception.components.put(
                    "type ArrayOfOperationError",
                    list("ArrayOfOperationError", "OperationError", "exc:OperationError"));
            exception.components.put(
                    "type ApiFault", fault("ApiFault", "OperationErrors", "exc:ArrayOfOperationError"));
            Xsd service = schema(Namespaces.V13);
            service.imports.add(Namespaces.EXCEPTION);
            service.components.put(
                    "element ApiFault", "<xs:element name=\"ApiFault\" nillable=\"true\" type=\"exc:ApiFault\"/>");
        }

        private static String error(String name, String... texts) {
            StringBuilder parts = new StringBuilder(element("Code", false, "xs:int"));
            for (String text : texts) {
                parts.append(element(text, true, "xs:string"));
            }
            return "<xs:complexType name=\"%s\"><xs:sequence>%s</xs:sequence></xs:complexType>".formatted(name, parts);
        }

        private static String fault(String name, String list, String listType) {
            return ("<xs:complexType name=\"%s\"><xs:complexContent><xs:extension base=\"adapi:ApplicationFault\">"
                            + "<xs:sequence>%s</xs:sequence></xs:extension></xs:complexContent></xs:complexType>")
                    .formatted(name, element(list, true, listType));
        }
    }
}
