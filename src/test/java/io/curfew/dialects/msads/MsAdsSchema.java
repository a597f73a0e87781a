package io.curfew.dialects.msads;

import io.curfew.dialects.msads.wire.Wsdl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.Element;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSInput;
import org.xml.sax.SAXException;

/** Holds what the door says against the schemas that it describes itself by. */
final class MsAdsSchema {
    private static final Pattern LOCATION = Pattern.compile("\\?xsd=xsd([0-9])");

    private static final Schema SCHEMA = compiled();

    private MsAdsSchema() {}

    private static Schema compiled() {
        try {
            SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
            DOMImplementationLS inputs = (DOMImplementationLS) MsAdsClient.xml("<x/>")
                    .getOwnerDocument()
                    .getImplementation()
                    .getFeature("LS", "3.0");
            factory.setResourceResolver((type, namespace, publicId, systemId, base) -> {
                Matcher number = LOCATION.matcher(systemId);
                if (!number.find()) {
                    throw new IllegalStateException(systemId);
                }
                LSInput input = inputs.createLSInput();
                input.setSystemId(systemId);
                input.setByteStream(new ByteArrayInputStream(
                        text(Integer.parseInt(number.group(1))).getBytes(StandardCharsets.UTF_8)));
                return input;
            });
            return factory.newSchema(new StreamSource(new StringReader(text(0)), "http://localhost/?xsd=xsd0"));
        } catch (SAXException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(int index) {
        return Wsdl.xsd("http://localhost/", index).orElseThrow();
    }

    /** Fails for an element that the schemas do not have, or with something in it that they do not allow. */
    static void require(Element element, String answer) {
        try {
            SCHEMA.newValidator().validate(new DOMSource(element));
        } catch (SAXException e) {
            throw new AssertionError(e.getMessage() + " in " + answer, e);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
