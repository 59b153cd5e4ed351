package io.jobarrays.server.batch.jobxml.xml;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** A tag with its attributes and children; text between tags means nothing in job XML. */
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

    /** The attribute's value, or nothing at all: the schema has said already that it is missing. */
    public String text(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }

    public Stream<Element> children(String child) {
        return children.stream().filter(element -> element.name.equals(child));
    }

    public Optional<Element> child(String child) {
        return children(child).findFirst();
    }

    /** Whether both say the same, wherever they stand. */
    public boolean says(Element other) {
        return name.equals(other.name)
                && attributes.equals(other.attributes)
                && children.size() == other.children.size()
                && allSay(other.children);
    }

    private boolean allSay(List<Element> others) {
        for (int i = 0; i < children.size(); i++) {
            if (!children.get(i).says(others.get(i))) {
                return false;
            }
        }
        return true;
    }
}
