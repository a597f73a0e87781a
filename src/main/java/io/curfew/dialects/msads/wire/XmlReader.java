package io.curfew.dialects.msads.wire;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads a document from an untrusted sender. Refuses a document type, so that there are no entities to expand and
 * nothing to fetch, and limits how many elements there are and how deeply they are nested.
 */
final class XmlReader {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_ELEMENTS = 20_000;
    private static final int MAX_ATTRIBUTES = 100;

    /** The most namespace declarations: the parser compares each with all others before they could be counted here. */
    private static final int MAX_DECLARATIONS = 1_000;

    private static final String DECLARATION = "xmlns";

    /**
     * The JDK's own parser, whatever else is on the class path, since this class relies on its limits and behaviour.
     */
    private static final XMLInputFactory FACTORY = factory();

    private XmlReader() {}

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setXMLResolver((publicId, systemId, baseUri, namespace) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        return factory;
    }

    /**
     * The document's root; refuses with {@link ErrorCode#BAD_REQUEST} a document that is not well-formed or exceeds a
     * limit.
     *
     * @param mediaType the media type that it was sent with; null if there was none
     */
    static XmlNode read(byte[] document, @Nullable String mediaType) {
        // The parser gets text and not bytes, so that limits count characters in any encoding, and because the parser
        // would print invalid bytes.
        String text = XmlText.of(document, mediaType);
        requireFewDeclarations(text);
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(text));
            try {
                return read(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw malformed();
        } catch (DomainException e) {
            throw e;
        } catch (RuntimeException e) {
            // The parser reports some malformed documents in this way.
            throw malformed();
        }
    }

    private static void requireFewDeclarations(String text) {
        int found = 0;
        for (int at = text.indexOf(DECLARATION); at >= 0; at = text.indexOf(DECLARATION, at + DECLARATION.length())) {
            found++;
        }
        if (found > MAX_DECLARATIONS) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "The document declares too many namespaces.");
        }
    }

    private static XmlNode read(XMLStreamReader reader) throws XMLStreamException {
        Deque<XmlNode> open = new ArrayDeque<>();
        XmlNode root = null;
        int elements = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    elements++;
                    XmlNode node = start(reader, open.size(), elements);
                    if (open.isEmpty()) {
                        root = node;
                    } else {
                        open.getFirst().add(node);
                    }
                    open.addFirst(node);
                }
                case XMLStreamConstants.END_ELEMENT -> open.removeFirst();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    addText(open, reader.getText());
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new DomainException(ErrorCode.BAD_REQUEST, "The document has a document type or an entity.");
                default -> {
                    // Comments and processing instructions mean nothing here.
                }
            }
        }
        if (root == null) {
            throw malformed();
        }
        return root;
    }

    private static XmlNode start(XMLStreamReader reader, int depth, int elements) {
        if (depth >= MAX_DEPTH || elements > MAX_ELEMENTS || reader.getAttributeCount() > MAX_ATTRIBUTES) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "The document has too many elements, or too many levels.");
        }
        String nil = reader.getAttributeValue(Namespaces.XSI, "nil");
        boolean isNil =
                nil != null && (nil.strip().equals("true") || nil.strip().equals("1"));
        return new XmlNode(orEmpty(reader.getNamespaceURI()), reader.getLocalName(), isNil);
    }

    private static void addText(Deque<XmlNode> open, String text) {
        if (!open.isEmpty()) {
            open.getFirst().add(text);
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    static DomainException malformed() {
        return new DomainException(ErrorCode.BAD_REQUEST, "The document is not well-formed XML.");
    }
}
