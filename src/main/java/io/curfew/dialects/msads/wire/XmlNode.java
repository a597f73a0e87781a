package io.curfew.dialects.msads.wire;

import java.util.ArrayList;
import java.util.List;

/** An element as it was read: its name, whether it is nil, its text, and the elements in it. */
final class XmlNode {
    private final String namespace;
    private final String name;
    private final boolean nil;
    private final StringBuilder text = new StringBuilder();
    private final List<XmlNode> children = new ArrayList<>();

    XmlNode(String namespace, String name, boolean nil) {
        this.namespace = namespace;
        this.name = name;
        this.nil = nil;
    }

    String name() {
        return name;
    }

    boolean isNil() {
        return nil;
    }

    boolean is(String otherNamespace, String otherName) {
        return namespace.equals(otherNamespace) && name.equals(otherName);
    }

    boolean isIn(String otherNamespace) {
        return namespace.equals(otherNamespace);
    }

    String text() {
        return text.toString();
    }

    List<XmlNode> children() {
        return children;
    }

    void add(String more) {
        text.append(more);
    }

    void add(XmlNode child) {
        children.add(child);
    }
}
