package io.curfew.dialects.msads.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The service's description (section 1), made of the schema. Its address is the one that it was asked at. */
public final class Wsdl {
    private static final String NAME = "CustomerManagementService";
    private static final String PORT_TYPE = "ICustomerManagementService";
    private static final String BINDING = "BasicHttpBinding_" + PORT_TYPE;
    private static final String HEADERS = "_Headers";
    private static final List<String> FAULTS = List.of("AdApiFaultDetail", "ApiFault");

    private Wsdl() {}

    /** The description, with its schemas beside it at {@code ?xsd=xsd0} and so on. */
    public static String multi(String address) {
        StringBuilder types = new StringBuilder("<xs:schema>");
        List<Xsd> schemas = Xsd.all();
        for (int i = 0; i < schemas.size(); i++) {
            types.append("<xs:import namespace=\"%s\" schemaLocation=\"%s\"/>"
                    .formatted(schemas.get(i).namespace(), location(address, i)));
        }
        return description(address, types.append("</xs:schema>").toString());
    }

    /** The description in one file. */
    public static String single(String address) {
        StringBuilder types = new StringBuilder();
        Xsd.all().forEach(schema -> types.append(schema.text(namespace -> Optional.empty())));
        return description(address, types.toString());
    }

    /** One of the schemas of {@link #multi}; empty for a number that none has. */
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
                <wsdl:definitions name="%s" targetNamespace="%s" xmlns:tns="%2$s" xmlns:adapi="%s"
                    xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
                    xmlns:xs="http://www.w3.org/2001/XMLSchema">
                <wsdl:types>%s</wsdl:types>
                """.formatted(NAME, Namespaces.V13, Namespaces.ADAPI, types));
        messages(text);
        portType(text);
        binding(text);
        return text.append("""
                <wsdl:service name="%s"><wsdl:port name="%s" binding="tns:%2$s"><soap:address location="%s"/></wsdl:port></wsdl:service>
                </wsdl:definitions>
                """.formatted(NAME, BINDING, escaped(address))).toString();
    }

    private static void messages(StringBuilder text) {
        for (Operation operation : CustomerManagement.OPERATIONS) {
            message(text, operation.request().name(), Xsd.REQUEST_HEADERS);
            message(text, operation.response().name(), List.of(Xsd.TRACKING_ID));
        }
        text.append(
                "<wsdl:message name=\"AdApiFaultDetail\"><wsdl:part name=\"detail\""
                        + " element=\"adapi:AdApiFaultDetail\"/></wsdl:message>\n"
                        + "<wsdl:message name=\"ApiFault\"><wsdl:part name=\"detail\" element=\"tns:ApiFault\"/></wsdl:message>\n");
    }

    /** Header parts have a message of their own: beside a body's part they would make tools turn answers into parameters. */
    private static void message(StringBuilder text, String name, List<String> headers) {
        text.append("<wsdl:message name=\"%s\"><wsdl:part name=\"parameters\" element=\"tns:%1$s\"/></wsdl:message>\n"
                .formatted(name));
        text.append("<wsdl:message name=\"%s\">".formatted(name + HEADERS));
        headers.forEach(header -> text.append("<wsdl:part name=\"%s\" element=\"tns:%1$s\"/>".formatted(header)));
        text.append("</wsdl:message>\n");
    }

    private static void portType(StringBuilder text) {
        text.append("<wsdl:portType name=\"%s\">\n".formatted(PORT_TYPE));
        for (Operation operation : CustomerManagement.OPERATIONS) {
            text.append("<wsdl:operation name=\"%s\"><wsdl:input message=\"tns:%s\"/><wsdl:output message=\"tns:%s\"/>"
                    .formatted(
                            operation.name(),
                            operation.request().name(),
                            operation.response().name()));
            FAULTS.forEach(fault -> text.append("<wsdl:fault name=\"%s\" message=\"tns:%1$s\"/>".formatted(fault)));
            text.append("</wsdl:operation>\n");
        }
        text.append("</wsdl:portType>\n");
    }

    private static void binding(StringBuilder text) {
        text.append("<wsdl:binding name=\"%s\" type=\"tns:%s\">".formatted(BINDING, PORT_TYPE))
                .append("<soap:binding style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\"/>\n");
        for (Operation operation : CustomerManagement.OPERATIONS) {
            text.append("<wsdl:operation name=\"%s\"><soap:operation soapAction=\"%1$s\" style=\"document\"/>"
                    .formatted(operation.name()));
            side(text, "input", operation.request().name(), Xsd.REQUEST_HEADERS);
            side(text, "output", operation.response().name(), List.of(Xsd.TRACKING_ID));
            FAULTS.forEach(fault ->
                    text.append("<wsdl:fault name=\"%s\"><soap:fault name=\"%1$s\" use=\"literal\"/></wsdl:fault>"
                            .formatted(fault)));
            text.append("</wsdl:operation>\n");
        }
        text.append("</wsdl:binding>\n");
    }

    private static void side(StringBuilder text, String side, String message, List<String> headers) {
        List<String> parts = new ArrayList<>();
        headers.forEach(header -> parts.add(
                "<soap:header message=\"tns:%s\" part=\"%s\" use=\"literal\"/>".formatted(message + HEADERS, header)));
        text.append("<wsdl:%s>%s<soap:body use=\"literal\"/></wsdl:%1$s>".formatted(side, String.join("", parts)));
    }

    private static String escaped(String address) {
        return SoapWriter.legal(address)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("\"", "&quot;");
    }
}
