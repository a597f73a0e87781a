package io.curfew.dialects.msads.wire;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The service's WSDL (section 1), generated from the schema. It has the names of the vendor's WSDL, since programs are
 * generated from them, and lists all operations in the same order, including those that are not served.
 */
public final class Wsdl {
    private static final String NAME = "CustomerManagementService";
    private static final String PORT_TYPE = "ICustomerManagementService";
    private static final String BINDING = "BasicHttpBinding_" + PORT_TYPE;
    private static final String HEADERS = "_Headers";

    /** The two faults of every operation, with their names and elements. */
    private static final List<Fault> FAULTS = List.of(
            new Fault("AdApiFaultDetailFault", "adapi:AdApiFaultDetail"), new Fault("ApiFault", "tns:ApiFault"));

    private record Fault(String name, String element) {
        String message(String operation) {
            return PORT_TYPE + "_" + operation + "_" + name + "_FaultMessage";
        }
    }

    private Wsdl() {}

    /** The WSDL without its schemas, which are at {@code ?xsd=xsd0} and so on. */
    public static String multi(String address) {
        StringBuilder types =
                new StringBuilder("<xs:schema elementFormDefault=\"qualified\" targetNamespace=\"%s/Imports\">"
                        .formatted(Namespaces.V13));
        List<Xsd> schemas = Xsd.all();
        for (int i = 0; i < schemas.size(); i++) {
            types.append("<xs:import namespace=\"%s\" schemaLocation=\"%s\"/>"
                    .formatted(schemas.get(i).namespace(), location(address, i)));
        }
        return description(address, types.append("</xs:schema>").toString());
    }

    /** The WSDL in one file, with its schemas. */
    public static String single(String address) {
        StringBuilder types = new StringBuilder();
        Xsd.all().forEach(schema -> types.append(schema.text(namespace -> Optional.empty())));
        return description(address, types.toString());
    }

    /** One of the schemas of {@link #multi}; empty if none has that number. */
    public static Optional<String> xsd(String address, int index) {
        List<Xsd> schemas = Xsd.all();
        if (index < 0 || index >= schemas.size()) {
            return Optional.empty();
        }
        List<String> namespaces = schemas.stream().map(Xsd::namespace).toList();
        return Optional.of(
                schemas.get(index).text(namespace -> Optional.of(location(address, namespaces.indexOf(namespace)))));
    }

    private static String location(String address, int index) {
        return escaped(address) + "?xsd=xsd" + index;
    }

    private static String description(String address, String types) {
        StringBuilder text = new StringBuilder();
        text.append("""
                <wsdl:definitions name="%s" targetNamespace="%s" xmlns:tns="%2$s"%s
                    xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
                    xmlns:wsaw="http://www.w3.org/2006/05/addressing/wsdl" xmlns:xs="http://www.w3.org/2001/XMLSchema">
                <wsdl:types>%s</wsdl:types>
                """.formatted(NAME, Namespaces.V13, Xsd.declarations(), types));
        CustomerManagement.NAMES.forEach(operation -> messages(text, operation));
        portType(text);
        binding(text);
        return text.append("""
                <wsdl:service name="%s"><wsdl:port name="%s" binding="tns:%2$s"><soap:address location="%s"/></wsdl:port></wsdl:service>
                </wsdl:definitions>
                """.formatted(NAME, BINDING, escaped(address))).toString();
    }

    private static void messages(StringBuilder text, String operation) {
        message(text, operation + CustomerManagement.REQUEST, Xsd.REQUEST_HEADERS);
        message(text, operation + CustomerManagement.RESPONSE, List.of(Xsd.TRACKING_ID));
        FAULTS.forEach(fault ->
                text.append("<wsdl:message name=\"%s\"><wsdl:part name=\"detail\" element=\"%s\"/></wsdl:message>\n"
                        .formatted(fault.message(operation), fault.element)));
    }

    /**
     * Writes the messages of a body and of its headers. The header parts have a message of their own: next to the
     * body's part, they would make tools turn the answer into parameters.
     */
    private static void message(StringBuilder text, String name, List<String> headers) {
        text.append("<wsdl:message name=\"%s\"><wsdl:part name=\"parameters\" element=\"tns:%1$s\"/></wsdl:message>\n"
                .formatted(name));
        text.append("<wsdl:message name=\"%s\">".formatted(name + HEADERS));
        headers.forEach(header -> text.append("<wsdl:part name=\"%s\" element=\"tns:%1$s\"/>".formatted(header)));
        text.append("</wsdl:message>\n");
    }

    private static void portType(StringBuilder text) {
        text.append("<wsdl:portType name=\"%s\">\n".formatted(PORT_TYPE));
        for (String operation : CustomerManagement.NAMES) {
            text.append("<wsdl:operation name=\"%s\">".formatted(operation));
            String request = operation + CustomerManagement.REQUEST;
            String response = operation + CustomerManagement.RESPONSE;
            text.append(typed("input", operation, request, request))
                    .append(typed("output", action(response), response, response));
            FAULTS.forEach(fault ->
                    text.append(typed("fault", action(operation + fault.name), fault.name, fault.message(operation))));
            text.append("</wsdl:operation>\n");
        }
        text.append("</wsdl:portType>\n");
    }

    /**
     * The URI that is the action of a message which comes back. A request has no such URI: its action is its
     * operation's bare name, which is its SOAPAction too.
     */
    private static String action(String message) {
        return Namespaces.V13 + "/" + PORT_TYPE + "/" + message;
    }

    private static String typed(String side, String action, String name, String message) {
        return "<wsdl:%s wsaw:Action=\"%s\" name=\"%s\" message=\"tns:%s\"/>".formatted(side, action, name, message);
    }

    private static void binding(StringBuilder text) {
        text.append("<wsdl:binding name=\"%s\" type=\"tns:%s\">".formatted(BINDING, PORT_TYPE))
                .append("<soap:binding style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\"/>\n");
        for (String operation : CustomerManagement.NAMES) {
            text.append("<wsdl:operation name=\"%s\"><soap:operation soapAction=\"%1$s\" style=\"document\"/>"
                    .formatted(operation));
            bound(text, "input", operation + CustomerManagement.REQUEST, Xsd.REQUEST_HEADERS);
            bound(text, "output", operation + CustomerManagement.RESPONSE, List.of(Xsd.TRACKING_ID));
            FAULTS.forEach(fault ->
                    text.append("<wsdl:fault name=\"%s\"><soap:fault name=\"%1$s\" use=\"literal\"/></wsdl:fault>"
                            .formatted(fault.name)));
            text.append("</wsdl:operation>\n");
        }
        text.append("</wsdl:binding>\n");
    }

    private static void bound(StringBuilder text, String side, String message, List<String> headers) {
        String parts = headers.stream()
                .map(header -> "<soap:header message=\"tns:%s\" part=\"%s\" use=\"literal\"/>"
                        .formatted(message + HEADERS, header))
                .collect(Collectors.joining());
        text.append("<wsdl:%s name=\"%s\">%s<soap:body use=\"literal\"/></wsdl:%1$s>".formatted(side, message, parts));
    }

    private static String escaped(String address) {
        return SoapWriter.legal(address)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("\"", "&quot;");
    }
}
