package io.jobarrays.server.batch.jobxml.xml;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Creates elements that are not in the user's document. */
public final class ElementFactory {
    private ElementFactory() {}

    /**
     * @param attributes name, value, name, value…
     */
    public static Element tag(String name, List<String> attributes, List<Element> children) {
        SequencedMap<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < attributes.size(); i += 2) {
            map.put(attributes.get(i), attributes.get(i + 1));
        }
        return new Element(Element.JAKARTA, name, map, children, Position.START);
    }

    public static Element property(String name, String value) {
        return tag("property", List.of("name", name, "value", value), List.of());
    }

    public static Element properties(Element... properties) {
        return tag("properties", List.of(), Arrays.asList(properties));
    }
}
