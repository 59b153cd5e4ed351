package io.jobarrays.localcloud.protocol;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.utils.builder.Buildable;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** Reads a REST-XML body into the request's model; ignores fields of path and query. */
public final class XmlReader {
    private static final DocumentBuilderFactory DOCUMENTS = documents();

    private XmlReader() {}

    public static <Q, B extends SdkBuilder<B, Q> & SdkPojo> Q read(byte[] body, B builder) {
        fill(builder, root(body));
        return builder.build();
    }

    private static Element root(byte[] body) {
        try {
            var builder = DOCUMENTS.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new ByteArrayInputStream(body)).getDocumentElement();
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new AwsError(
                    "MalformedInput", "The body is no well-formed XML: " + e.getMessage());
        }
    }

    private static void fill(SdkPojo builder, Element element) {
        for (SdkField<?> field : builder.sdkFields()) {
            if (field.location() == MarshallLocation.PAYLOAD) {
                Object value = value(field, children(element, field.unmarshallLocationName()));
                if (value != null) {
                    field.set(builder, value);
                }
            }
        }
    }

    private static @Nullable Object value(SdkField<?> field, List<Element> found) {
        if (found.isEmpty()) {
            return null;
        }
        if (field.marshallingType() != MarshallingType.LIST) {
            return single(field, found.getFirst());
        }
        ListTrait trait = field.getTrait(ListTrait.class);
        List<Element> members =
                trait.isFlattened()
                        ? found
                        : children(found.getFirst(), trait.memberLocationName());
        return members.stream().map(member -> single(trait.memberFieldInfo(), member)).toList();
    }

    private static Object single(SdkField<?> field, Element element) {
        if (field.marshallingType() == MarshallingType.SDK_POJO) {
            SdkPojo builder = field.constructor().get();
            fill(builder, element);
            return ((Buildable) builder).build();
        }
        return Scalars.parse(
                field.marshallingType(), element.getLocalName(), element.getTextContent());
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && name.equals(element.getLocalName())) {
                found.add(element);
            }
        }
        return found;
    }

    private static DocumentBuilderFactory documents() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }
}
