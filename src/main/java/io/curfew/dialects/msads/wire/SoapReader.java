package io.curfew.dialects.msads.wire;

import io.curfew.dialects.msads.wire.WireType.ListType;
import io.curfew.dialects.msads.wire.WireType.ObjectType;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads SOAP 1.1 envelopes (section 1). Header blocks may come in any order; the elements of a request have to come in
 * the schema's order, each once. Unknown elements are ignored wherever they are, since newer clients send newer
 * elements. A known name in another namespace is refused, since its sender meant the known element.
 */
public final class SoapReader {
    private static final String ACTION = "Action";

    private SoapReader() {}

    /**
     * Reads an envelope. The operation is the one that SOAPAction names, or else the Action header block, or else the
     * body's element.
     *
     * @param mediaType the HTTP header Content-Type, which may name the encoding; null if it was not sent
     * @param soapAction the HTTP header, with its quotes; null if it was not sent
     * @throws DomainException {@link ErrorCode#REQUEST_EMPTY} for an empty document or an envelope without a body,
     *     {@link ErrorCode#BAD_REQUEST} for a document that is not an envelope, {@link ErrorCode#OPERATION_UNKNOWN} if
     *     it names no known operation
     */
    public static SoapRequest read(byte[] document, @Nullable String mediaType, @Nullable String soapAction) {
        if (document.length == 0) {
            throw empty();
        }
        XmlNode envelope = XmlReader.read(document, mediaType);
        if (!envelope.is(Namespaces.SOAP, "Envelope")) {
            throw refused("The document is not an envelope of SOAP 1.1.");
        }
        Map<String, String> headers = new HashMap<>();
        XmlNode body = null;
        for (XmlNode part : envelope.children()) {
            if (part.is(Namespaces.SOAP, "Header") && body == null) {
                readHeaders(part, headers);
            } else if (part.is(Namespaces.SOAP, "Body") && body == null) {
                body = part;
            } else if (body == null || part.isIn(Namespaces.SOAP)) {
                throw refused("An envelope has one Header and one Body, in that order.");
            }
        }
        if (body == null) {
            throw empty();
        }
        XmlNode content = body.children().isEmpty() ? null : body.children().get(0);
        Operation operation = operation(soapAction, headers.get(ACTION), content);
        boolean alone = body.children().size() <= 1;
        return new SoapRequest(headers, operation, () -> request(operation, content, alone));
    }

    private static void readHeaders(XmlNode header, Map<String, String> headers) {
        for (XmlNode block : header.children()) {
            String text = block.text().strip();
            if (block.isIn(Namespaces.V13) && !block.isNil() && !text.isEmpty()) {
                headers.putIfAbsent(block.name(), text);
            }
        }
    }

    private static Operation operation(
            @Nullable String soapAction, @Nullable String action, @Nullable XmlNode content) {
        return named(soapAction)
                .or(() -> named(action))
                .or(() -> ofElement(content))
                .orElseThrow(SoapReader::unknown);
    }

    /** The operation that an action names, with or without quotes, by its bare name or at the end of a URI. */
    private static Optional<Operation> named(@Nullable String action) {
        if (action == null) {
            return Optional.empty();
        }
        String bare = action.strip();
        if (bare.length() >= 2 && bare.startsWith("\"") && bare.endsWith("\"")) {
            bare = bare.substring(1, bare.length() - 1);
        }
        String name = bare.substring(Math.max(bare.lastIndexOf('/'), bare.lastIndexOf('#')) + 1);
        Optional<Operation> served = CustomerManagement.named(name);
        if (served.isEmpty() && CustomerManagement.NAMES.contains(name)) {
            throw unknown();
        }
        return served;
    }

    private static DomainException unknown() {
        return new DomainException(
                ErrorCode.OPERATION_UNKNOWN, "There is no such operation in version 13, or it is not served here.");
    }

    private static Optional<Operation> ofElement(@Nullable XmlNode content) {
        return content == null
                        || !content.isIn(Namespaces.V13)
                        || !content.name().endsWith(CustomerManagement.REQUEST)
                ? Optional.empty()
                : CustomerManagement.named(
                        content.name().substring(0, content.name().length() - CustomerManagement.REQUEST.length()));
    }

    private static WireObject request(Operation operation, @Nullable XmlNode content, boolean alone) {
        if (content == null || content.isNil()) {
            throw empty();
        }
        ObjectType type = operation.request();
        if (!alone || !content.is(type.namespace(), type.name())) {
            throw refused("The body of " + operation.name() + " is one " + type.name() + " of version 13.");
        }
        return object(type, content);
    }

    private static WireObject object(ObjectType type, XmlNode node) {
        requireNoText(node);
        WireObject object = WireObject.of(type);
        int last = -1;
        for (XmlNode child : node.children()) {
            int index = indexOf(type, child);
            if (index < 0) {
                requireUnknown(child, type.fields().stream().map(WireField::name));
                continue;
            }
            if (index <= last) {
                throw refused(child.name() + " is out of order or there twice in " + type.name() + ".");
            }
            last = index;
            WireField field = type.fields().get(index);
            object.with(field.name(), child.isNil() ? null : value(field.type(), field.name(), child));
        }
        return object;
    }

    private static int indexOf(ObjectType type, XmlNode child) {
        for (int i = 0; i < type.fields().size(); i++) {
            WireField field = type.fields().get(i);
            if (child.is(field.namespace(), field.name())) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable Object value(WireType type, String field, XmlNode node) {
        if (type instanceof ObjectType object) {
            return object(object, node);
        }
        if (type instanceof ListType list) {
            return list(list, field, node);
        }
        if (!node.children().isEmpty()) {
            throw refused(field + " has no elements in it.");
        }
        return Values.parse(type, field, node.text());
    }

    private static List<Object> list(ListType type, String field, XmlNode node) {
        requireNoText(node);
        List<Object> items = new ArrayList<>();
        for (XmlNode child : node.children()) {
            if (!child.is(type.itemNamespace(), type.itemName())) {
                requireUnknown(child, Stream.of(type.itemName()));
                continue;
            }
            Object item = child.isNil() ? null : value(type.item(), type.itemName(), child);
            if (item == null) {
                throw refused(field + " has an element without a value.");
            }
            items.add(item);
        }
        return items;
    }

    private static void requireUnknown(XmlNode node, Stream<String> known) {
        if (known.anyMatch(node.name()::equals)) {
            throw refused(node.name() + " is in another namespace than its own.");
        }
    }

    private static void requireNoText(XmlNode node) {
        if (!node.text().isBlank()) {
            throw refused(node.name() + " has elements and no text.");
        }
    }

    private static DomainException empty() {
        return new DomainException(ErrorCode.REQUEST_EMPTY, "The request is empty.");
    }

    private static DomainException refused(String message) {
        return new DomainException(ErrorCode.BAD_REQUEST, message);
    }
}
