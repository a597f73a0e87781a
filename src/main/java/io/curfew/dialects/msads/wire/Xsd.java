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

/** One of the service's XML schemas. There is one for each namespace, with the operations' types in that namespace. */
final class Xsd {
    /** The header blocks that a request may have according to the WSDL; other blocks are tolerated. */
    static final List<String> REQUEST_HEADERS =
            List.of("ApplicationToken", "AuthenticationToken", "DeveloperToken", "Password", "UserName");

    /** The header block of an answer. */
    static final String TRACKING_ID = "TrackingId";

    /** The prefix of each namespace, the same in all files. */
    static final Map<String, String> PREFIXES = Map.of(
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

    /** All schemas. */
    static List<Xsd> all() {
        return ALL;
    }

    String namespace() {
        return namespace;
    }

    /**
     * The schema.
     *
     * @param locations where the schema of another namespace is found; empty if it is in the same file
     */
    String text(Function<String, Optional<String>> locations) {
        StringBuilder text = new StringBuilder("<xs:schema elementFormDefault=\"qualified\" targetNamespace=\"")
                .append(namespace)
                .append("\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"");
        text.append(declarations()).append(">\n");
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

    /** Declares all of {@link #PREFIXES}. */
    static String declarations() {
        return new TreeSet<>(PREFIXES.keySet())
                .stream()
                        .map(known -> " xmlns:%s=\"%s\"".formatted(PREFIXES.get(known), known))
                        .collect(Collectors.joining());
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
        CustomerManagement.NAMES.forEach(maker::operation);
        maker.headers();
        maker.faults();
        return List.copyOf(schemas.values());
    }

    /** Adds types to the schemas of their namespaces, each once, together with the types that they consist of. */
    private static final class Maker {
        private static final String ANYTHING =
                "<xs:sequence><xs:any minOccurs=\"0\" maxOccurs=\"unbounded\" processContents=\"lax\"/></xs:sequence>";

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

        /** Adds an operation. According to the WSDL, one that is not served takes and returns anything. */
        void operation(String name) {
            CustomerManagement.named(name)
                    .ifPresentOrElse(
                            operation -> {
                                message(operation.request().name(), sequence(operation.request()));
                                message(operation.response().name(), sequence(operation.response()));
                            },
                            () -> {
                                message(name + CustomerManagement.REQUEST, ANYTHING);
                                message(name + CustomerManagement.RESPONSE, ANYTHING);
                            });
        }

        private void message(String name, String content) {
            schema(Namespaces.V13)
                    .components
                    .put(
                            "element " + name,
                            "<xs:element name=\"%s\"><xs:complexType>%s</xs:complexType></xs:element>"
                                    .formatted(name, content));
        }

        private String sequence(ObjectType type) {
            return type.fields().stream()
                    .map(field -> element(
                            field.required() ? "" : " minOccurs=\"0\"",
                            field.name(),
                            field.nillable(),
                            reference(field.type(), type.namespace())))
                    .collect(Collectors.joining("", "<xs:sequence>", "</xs:sequence>"));
        }

        private static String element(String occurs, String name, boolean nillable, String type) {
            return "<xs:element%s name=\"%s\"%s type=\"%s\"/>"
                    .formatted(occurs, name, nillable ? " nillable=\"true\"" : "", type);
        }

        private static String optional(String name, boolean nillable, String type) {
            return element(" minOccurs=\"0\"", name, nillable, type);
        }

        /** Adds a type, and an element of the same name, from which clients create its objects. */
        private void enter(String namespace, String name, String definition) {
            Map<String, String> components = schema(namespace).components;
            components.put("type " + name, definition);
            components.put("element " + name, element("", name, true, PREFIXES.get(namespace) + ":" + name));
        }

        /** The type's name as it is written in the namespace {@code from}; adds the type itself. */
        private String reference(WireType type, String from) {
            if (type instanceof Scalar scalar) {
                return "xs:" + scalar.schemaName();
            }
            String home = home(type);
            Xsd schema = schema(home);
            if (!schema.components.containsKey("type " + type.name())) {
                // The type is added before its parts, so that it may refer to itself.
                enter(home, type.name(), "");
                enter(home, type.name(), definition(type, home));
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
                return list(list.name(), list.itemName(), isNillable(list), reference(list.item(), home));
            }
            if (type instanceof EnumType words) {
                return "<xs:simpleType name=\"%s\">%s</xs:simpleType>"
                        .formatted(words.name(), restriction(words.literals()));
            }
            FlagsType flags = (FlagsType) type;
            return "<xs:simpleType name=\"%s\"><xs:list><xs:simpleType>%s</xs:simpleType></xs:list></xs:simpleType>"
                    .formatted(flags.name(), restriction(flags.literals()));
        }

        /** Whether items may be nil: objects may, numbers and pairs may not. */
        private static boolean isNillable(ListType list) {
            return list.item() instanceof ObjectType && !list.itemNamespace().equals(Namespaces.PAIRS);
        }

        private static String list(String name, String itemName, boolean nillable, String itemType) {
            return "<xs:complexType name=\"%s\"><xs:sequence>%s</xs:sequence></xs:complexType>"
                    .formatted(name, element(" minOccurs=\"0\" maxOccurs=\"unbounded\"", itemName, nillable, itemType));
        }

        private static String restriction(List<String> words) {
            return words.stream()
                    .map("<xs:enumeration value=\"%s\"/>"::formatted)
                    .collect(Collectors.joining("", "<xs:restriction base=\"xs:string\">", "</xs:restriction>"));
        }

        void headers() {
            List<String> names = new ArrayList<>(REQUEST_HEADERS);
            names.add(TRACKING_ID);
            names.forEach(name ->
                    schema(Namespaces.V13).components.put("element " + name, element("", name, true, "xs:string")));
        }

        /** Adds the two faults. Both contain the tracking id, whose element is in the same namespace in both. */
        void faults() {
            String adapi = Namespaces.ADAPI;
            enter(
                    adapi,
                    "ApplicationFault",
                    "<xs:complexType name=\"ApplicationFault\"><xs:sequence>%s</xs:sequence></xs:complexType>"
                            .formatted(optional(TRACKING_ID, true, "xs:string")));
            enter(adapi, "AdApiError", error("AdApiError", "Detail", "ErrorCode", "Message"));
            enter(adapi, "ArrayOfAdApiError", list("ArrayOfAdApiError", "AdApiError", true, "adapi:AdApiError"));
            enter(adapi, "AdApiFaultDetail", fault("AdApiFaultDetail", "Errors", "adapi:ArrayOfAdApiError"));
            String exception = Namespaces.EXCEPTION;
            schema(exception).imports.add(adapi);
            enter(exception, "OperationError", error("OperationError", "Details", "Message"));
            enter(
                    exception,
                    "ArrayOfOperationError",
                    list("ArrayOfOperationError", "OperationError", true, "exc:OperationError"));
            enter(exception, "ApiFault", fault("ApiFault", "OperationErrors", "exc:ArrayOfOperationError"));
            Xsd service = schema(Namespaces.V13);
            service.imports.add(exception);
            service.components.put("element ApiFault", element("", "ApiFault", true, "exc:ApiFault"));
        }

        private static String error(String name, String... texts) {
            StringBuilder parts = new StringBuilder(optional("Code", false, "xs:int"));
            for (String text : texts) {
                parts.append(optional(text, true, "xs:string"));
            }
            return "<xs:complexType name=\"%s\"><xs:sequence>%s</xs:sequence></xs:complexType>".formatted(name, parts);
        }

        private static String fault(String name, String list, String listType) {
            return ("<xs:complexType name=\"%s\"><xs:complexContent><xs:extension base=\"adapi:ApplicationFault\">"
                            + "<xs:sequence>%s</xs:sequence></xs:extension></xs:complexContent></xs:complexType>")
                    .formatted(name, optional(list, true, listType));
        }
    }
}
