package io.jobarrays.server.batch.jobxml.xml;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** XML element with attributes and children; job XML has no text content. */
public record Element(
        String namespace,
        String name,
        SequencedMap<String, String> attributes,
        List<Element> children,
        Position at) {

    public static final String JAKARTA = "https://jakarta.ee/xml/ns/jakartaee";

    public Optional<String> attribute(String attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }

    /** Value of an attribute, empty text if missing: the schema check has reported that already. */
    public String text(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }

    public Stream<Element> children(String child) {
        return children.stream().filter(element -> element.name.equals(child));
    }

    public Optional<Element> child(String child) {
        return children(child).findFirst();
    }

    /** Whether both are equal apart from their position. */
    public boolean equalsIgnoringPosition(Element other) {
        return name.equals(other.name)
                && attributes.equals(other.attributes)
                && children.size() == other.children.size()
                && childrenEqual(other.children);
    }

    private boolean childrenEqual(List<Element> others) {
        for (int i = 0; i < children.size(); i++) {
            if (!children.get(i).equalsIgnoringPosition(others.get(i))) {
                return false;
            }
        }
        return true;
    }
}
