package io.jobarrays.server.batch.jobxml.xml;

import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Version of the job specification language: reads JSL 1.0, of JSR 352, as 2.0, whose elements and
 * attributes are the same.
 */
public final class JslVersion {
    private static final String JAVAEE = "http://xmlns.jcp.org/xml/ns/javaee";
    private static final String FIRST = "1.0";
    private static final String SECOND = "2.0";

    private JslVersion() {}

    /** The same document in JSL 2.0; another one than JSL 1.0 is returned as it is. */
    public static Element upgraded(Element root) {
        if (!isFirst(root.namespace(), root.text("version"))) {
            return root;
        }
        SequencedMap<String, String> attributes = new LinkedHashMap<>(root.attributes());
        attributes.put("version", SECOND);
        Element renamed = renamed(root);
        return new Element(
                renamed.namespace(), renamed.name(), attributes, renamed.children(), renamed.at());
    }

    /** One sentence for a document of JSL 1.0; the document is well-formed. */
    static Optional<String> warning(byte[] xml) {
        try {
            XMLStreamReader reader =
                    ElementReader.hardened().createXMLStreamReader(new ByteArrayInputStream(xml));
            while (!reader.isStartElement()) {
                reader.next();
            }
            String namespace = Optional.ofNullable(reader.getNamespaceURI()).orElse("");
            String version =
                    Optional.ofNullable(reader.getAttributeValue(null, "version")).orElse("");
            return isFirst(namespace, version)
                    ? Optional.of(
                            "the job is written in JSL 1.0 (%s) and read as JSL 2.0; write xmlns=\"%s\" version=\"2.0\""
                                    .formatted(JAVAEE, Element.JAKARTA))
                    : Optional.empty();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("the job XML was checked before", e);
        }
    }

    private static boolean isFirst(String namespace, String version) {
        return namespace.equals(JAVAEE) && version.equals(FIRST);
    }

    /** Elements of other namespaces stay as they are, and the schema refuses them. */
    private static Element renamed(Element element) {
        List<Element> children = element.children().stream().map(JslVersion::renamed).toList();
        String namespace =
                element.namespace().equals(JAVAEE) ? Element.JAKARTA : element.namespace();
        return new Element(namespace, element.name(), element.attributes(), children, element.at());
    }
}
