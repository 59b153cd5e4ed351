package io.jobarrays.localcloud.protocol;

import java.util.List;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;

/** Writes elements and models as XML, with the names that the SDK reads. */
public final class XmlWriter {
    private static final int REPLACEMENT_CHARACTER = 0xFFFD;

    private final StringBuilder out =
            new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    /** Opens the root element. */
    public XmlWriter root(String name, String namespace) {
        out.append('<').append(name).append(" xmlns=\"").append(namespace).append("\">");
        return this;
    }

    public XmlWriter open(String name) {
        out.append('<').append(name).append('>');
        return this;
    }

    public XmlWriter close(String name) {
        out.append("</").append(name).append('>');
        return this;
    }

    public XmlWriter element(String name, String text) {
        open(name);
        escape(text);
        return close(name);
    }

    /** Writes the fields of a model that belong to the body. */
    public XmlWriter model(SdkPojo model) {
        for (SdkField<?> field : model.sdkFields()) {
            Object value = field.getValueOrDefault(model);
            if (value != null && field.location() == MarshallLocation.PAYLOAD) {
                value(field.unmarshallLocationName(), value, field);
            }
        }
        return this;
    }

    private void value(String name, Object value, SdkField<?> field) {
        if (value instanceof SdkAutoConstructList) {
            return;
        }
        switch (value) {
            case List<?> members -> list(name, members, field.getTrait(ListTrait.class));
            case SdkPojo model -> open(name).model(model).close(name);
            default -> element(name, Scalars.print(value));
        }
    }

    private void list(String name, List<?> members, ListTrait trait) {
        String wrapped = trait.memberLocationName() == null ? "member" : trait.memberLocationName();
        if (!trait.isFlattened()) {
            open(name);
        }
        for (Object member : members) {
            value(trait.isFlattened() ? name : wrapped, member, trait.memberFieldInfo());
        }
        if (!trait.isFlattened()) {
            close(name);
        }
    }

    private void escape(String text) {
        text.codePoints().forEach(this::escape);
    }

    /** A character that XML lacks becomes the replacement character: errors echo any input. */
    private void escape(int codePoint) {
        switch (codePoint) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            case '"' -> out.append("&quot;");
            case '\r' -> out.append("&#13;");
            default ->
                    out.appendCodePoint(
                            XmlCharacters.has(codePoint) ? codePoint : REPLACEMENT_CHARACTER);
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
