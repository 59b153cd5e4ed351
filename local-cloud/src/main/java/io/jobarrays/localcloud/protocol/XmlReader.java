package io.jobarrays.localcloud.protocol;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.utils.builder.Buildable;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * Reads a REST-XML body into the request's model; ignores fields of path and query. Keeps nothing
 * of elements that the model does not have.
 */
public final class XmlReader {
    private final XmlElements elements;

    private XmlReader(XmlElements elements) {
        this.elements = elements;
    }

    /**
     * Reads the whole body.
     *
     * @throws AwsError {@code MalformedInput}; {@code InvalidInput} for a value of another type
     */
    public static <Q, B extends SdkBuilder<B, Q> & SdkPojo> Q read(byte[] body, B builder) {
        try {
            XmlElements elements = new XmlElements(new ByteArrayInputStream(body));
            elements.root();
            new XmlReader(elements).fill(builder);
            elements.end();
            return builder.build();
        } catch (XMLStreamException e) {
            throw new AwsError(
                    "MalformedInput",
                    "The body is no well-formed XML: "
                            + Objects.toString(e.getMessage()).replaceAll("\\s+", " "));
        }
    }

    /** Fills a model from the children of the current element, each field from the first one. */
    private void fill(SdkPojo builder) throws XMLStreamException {
        Map<String, SdkField<?>> fields = new HashMap<>();
        for (SdkField<?> field : builder.sdkFields()) {
            if (field.location() == MarshallLocation.PAYLOAD) {
                fields.put(field.unmarshallLocationName(), field);
            }
        }
        Map<SdkField<?>, List<Object>> flattened = new HashMap<>();
        for (String name = elements.child(); !name.isEmpty(); name = elements.child()) {
            SdkField<?> field = fields.get(name);
            if (field == null) {
                elements.skip();
            } else if (isFlattened(field)) {
                flattened
                        .computeIfAbsent(field, first -> new ArrayList<>())
                        .add(member(field, name));
            } else {
                fields.remove(name);
                field.set(builder, value(field, name));
            }
        }
        flattened.forEach((field, members) -> field.set(builder, members));
    }

    private Object value(SdkField<?> field, String name) throws XMLStreamException {
        return field.marshallingType() == MarshallingType.LIST
                ? members(field)
                : single(field, name);
    }

    private List<Object> members(SdkField<?> field) throws XMLStreamException {
        String memberName = field.getTrait(ListTrait.class).memberLocationName();
        List<Object> members = new ArrayList<>();
        for (String name = elements.child(); !name.isEmpty(); name = elements.child()) {
            if (name.equals(memberName)) {
                members.add(member(field, name));
            } else {
                elements.skip();
            }
        }
        return members;
    }

    private Object member(SdkField<?> list, String name) throws XMLStreamException {
        return single(list.getTrait(ListTrait.class).memberFieldInfo(), name);
    }

    private Object single(SdkField<?> field, String name) throws XMLStreamException {
        if (field.marshallingType() == MarshallingType.SDK_POJO) {
            SdkPojo builder = field.constructor().get();
            fill(builder);
            return ((Buildable) builder).build();
        }
        String text = elements.text();
        try {
            return Scalars.parse(field.marshallingType(), name, text);
        } catch (IllegalArgumentException e) {
            throw new AwsError("InvalidInput", String.valueOf(e.getMessage()));
        }
    }

    private static boolean isFlattened(SdkField<?> field) {
        return field.marshallingType() == MarshallingType.LIST
                && field.getTrait(ListTrait.class).isFlattened();
    }
}
