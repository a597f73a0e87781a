package io.curfew.dialects.msads.wire;

import io.curfew.dialects.msads.wire.WireType.ListType;
import io.curfew.dialects.msads.wire.WireType.ObjectType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes SOAP 1.1 envelopes in UTF-8 (sections 1.4 and 3). The tracking id is the first element in every header, since
 * some clients look nowhere else; elements come in the schema's order, since some clients lose those that do not.
 */
public final class SoapWriter {
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private static final String S = "s";
    private static final Map<String, String> PREFIXES = Map.of(
            Namespaces.SOAP, S,
            Namespaces.V13, "v",
            Namespaces.ENTITIES, "e",
            Namespaces.EXCEPTION, "x",
            Namespaces.ADAPI, "d",
            Namespaces.PAIRS, "p",
            Namespaces.ARRAYS, "a");
    private static final String XSI_PREFIX = "i";
    private static final String TRACKING_ID = "TrackingId";

    private final XMLStreamWriter xml;

    private SoapWriter(XMLStreamWriter xml) {
        this.xml = xml;
    }

    private interface Content {
        void write(SoapWriter writer) throws XMLStreamException;
    }

    /** An answer. */
    public static byte[] response(WireObject response, String trackingId) {
        return envelope(
                trackingId,
                writer -> writer.object(
                        response, response.type().namespace(), response.type().name()));
    }

    /** A fault. */
    public static byte[] fault(WireFault fault, String trackingId) {
        return envelope(trackingId, writer -> writer.write(fault, trackingId));
    }

    private static byte[] envelope(String trackingId, Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml = FACTORY.createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            SoapWriter writer = new SoapWriter(xml);
            writer.start(Namespaces.SOAP, "Envelope");
            for (Map.Entry<String, String> namespace : PREFIXES.entrySet()) {
                xml.writeNamespace(namespace.getValue(), namespace.getKey());
            }
            xml.writeNamespace(XSI_PREFIX, Namespaces.XSI);
            writer.start(Namespaces.SOAP, "Header");
            writer.element(Namespaces.V13, TRACKING_ID, trackingId);
            xml.writeEndElement();
            writer.start(Namespaces.SOAP, "Body");
            content.write(writer);
            xml.writeEndElement();
            xml.writeEndElement();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("an envelope could not be written", e);
        }
        return bytes.toByteArray();
    }

    private void start(String namespace, String name) throws XMLStreamException {
        xml.writeStartElement(Objects.requireNonNull(PREFIXES.get(namespace), namespace), name, namespace);
    }

    private void element(String namespace, String name, String text) throws XMLStreamException {
        start(namespace, name);
        xml.writeCharacters(legal(text));
        xml.writeEndElement();
    }

    private void element(String namespace, String name, @Nullable String text, boolean nillable)
            throws XMLStreamException {
        if (text != null) {
            element(namespace, name, text);
        } else if (nillable) {
            nil(namespace, name);
        }
    }

    private void nil(String namespace, String name) throws XMLStreamException {
        start(namespace, name);
        xml.writeAttribute(XSI_PREFIX, Namespaces.XSI, "nil", "true");
        xml.writeEndElement();
    }

    private void object(WireObject object, String namespace, String name) throws XMLStreamException {
        start(namespace, name);
        for (WireField field : object.type().fields()) {
            Object value = object.value(field.name());
            if (value != null) {
                value(field.type(), value, field.namespace(), field.name());
            } else if (field.nillable() && object.tells(field)) {
                nil(field.namespace(), field.name());
            }
        }
        xml.writeEndElement();
    }

    private void value(WireType type, Object value, String namespace, String name) throws XMLStreamException {
        if (type instanceof ObjectType) {
            object((WireObject) value, namespace, name);
        } else if (type instanceof ListType list) {
            start(namespace, name);
            for (Object item : (List<?>) value) {
                value(list.item(), item, list.itemNamespace(), list.itemName());
            }
            xml.writeEndElement();
        } else {
            element(namespace, name, Values.write(value, " "));
        }
    }

    private void write(WireFault fault, String trackingId) throws XMLStreamException {
        start(Namespaces.SOAP, "Fault");
        text("faultcode", S + ":Server");
        xml.writeStartElement("faultstring");
        xml.writeAttribute("xml", XMLConstants.XML_NS_URI, "lang", "en-US");
        xml.writeCharacters("The call was refused. The fault's detail tells why. TrackingId: " + trackingId + ".");
        xml.writeEndElement();
        xml.writeStartElement("detail");
        if (fault.kind() == WireFault.Kind.AD_API) {
            adApiFault(fault, trackingId);
        } else {
            apiFault(fault, trackingId);
        }
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void adApiFault(WireFault fault, String trackingId) throws XMLStreamException {
        start(Namespaces.ADAPI, fault.kind().wireName());
        element(Namespaces.ADAPI, TRACKING_ID, trackingId);
        start(Namespaces.ADAPI, "Errors");
        start(Namespaces.ADAPI, "AdApiError");
        element(Namespaces.ADAPI, "Code", String.valueOf(fault.code()));
        element(Namespaces.ADAPI, "Detail", fault.details(), true);
        element(Namespaces.ADAPI, "ErrorCode", fault.errorCode(), true);
        element(Namespaces.ADAPI, "Message", fault.message());
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void apiFault(WireFault fault, String trackingId) throws XMLStreamException {
        start(Namespaces.V13, fault.kind().wireName());
        element(Namespaces.ADAPI, TRACKING_ID, trackingId);
        start(Namespaces.EXCEPTION, "OperationErrors");
        start(Namespaces.EXCEPTION, "OperationError");
        element(Namespaces.EXCEPTION, "Code", String.valueOf(fault.code()));
        element(Namespaces.EXCEPTION, "Details", fault.details(), true);
        element(Namespaces.EXCEPTION, "Message", fault.message());
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
    }

    /** Writes a part of a fault, which has no namespace in SOAP 1.1. */
    private void text(String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    /**
     * The text with a replacement for each character that XML 1.0 does not allow; other doors may have accepted one.
     */
    static String legal(String text) {
        StringBuilder legal = null;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int next = i + Character.charCount(point);
            boolean bad = (point < 0x20 && point != '\t' && point != '\n' && point != '\r')
                    || (point >= 0xd800 && point <= 0xdfff)
                    || point == 0xfffe
                    || point == 0xffff;
            if (bad && legal == null) {
                legal = new StringBuilder(text.substring(0, i));
            }
            if (legal != null) {
                legal.appendCodePoint(bad ? 0xfffd : point);
            }
            i = next;
        }
        return legal == null ? text : legal.toString();
    }
}
