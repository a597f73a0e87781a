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
 * Reads a document from whoever sends one. It has no document type, so that there are no entities to expand and nothing to
 * be fetched, and no more elements, one in another, than any request has.
 */
final class XmlReader {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_ELEMENTS = 20_000;
    private static final int MAX_ATTRIBUTES = 100;

    /** The parser compares each declaration of a namespace with all others, before anybody can count them. */
    private static final int MAX_DECLARATIONS = 1_000;

    private static final String DECLARATION = "xmlns";

    /** The JDK's own, whatever else is on the class path: its limits and its ways are known here. */
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
     * The document's root; refuses with {@link ErrorCode#BAD_REQUEST} what is not well-formed or too much.
     *
     * @param mediaType what it was sent as; null where that was not said
     */
    static XmlNode read(byte[] document, @Nullable String mediaType) {
        // The parser gets text and not bytes: limits then count characters in any encoding, and the parser would print
        // invalid bytes.
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
            // The parser's own way to say so, of some documents.
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
                    // Comments and processing instructions say nothing here.
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
