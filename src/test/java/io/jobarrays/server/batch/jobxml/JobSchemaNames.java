package io.jobarrays.server.batch.jobxml;

import jakarta.batch.operations.JobOperator;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Names in the Jakarta job XML schema. */
final class JobSchemaNames {
    private final Document schema;

    private JobSchemaNames(Document schema) {
        this.schema = schema;
    }

    /** Attributes of each element. */
    static Map<String, List<String>> attributesByElement() throws Exception {
        try (InputStream xsd = JobOperator.class.getResourceAsStream("/xsd/jobXML_2_0.xsd")) {
            JobSchemaNames names =
                    new JobSchemaNames(
                            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xsd));
            Map<String, List<String>> attributes = new TreeMap<>();
            elements(names.schema.getDocumentElement(), "xs:element")
                    .forEach(
                            one -> attributes.put(one.getAttribute("name"), names.attributes(one)));
            return attributes;
        }
    }

    private List<String> attributes(Element element) {
        String type = element.getAttribute("type").replaceFirst("^jsl:", "");
        Element owner = type.isEmpty() ? element : named("xs:complexType", type);
        List<String> names = new ArrayList<>();
        elements(owner, "xs:attribute").forEach(one -> names.add(one.getAttribute("name")));
        elements(owner, "xs:attributeGroup")
                .map(one -> one.getAttribute("ref").replaceFirst("^jsl:", ""))
                .flatMap(group -> elements(named("xs:attributeGroup", group), "xs:attribute"))
                .forEach(one -> names.add(one.getAttribute("name")));
        return names;
    }

    private Element named(String tag, String name) {
        return elements(schema.getDocumentElement(), tag)
                .filter(one -> one.getAttribute("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<Element> elements(Element parent, String tag) {
        NodeList found = parent.getElementsByTagName(tag);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
    }
}
