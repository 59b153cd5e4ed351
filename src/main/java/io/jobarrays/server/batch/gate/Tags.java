package io.jobarrays.server.batch.gate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Makes elements that nobody wrote. */
final class Tags {
    private Tags() {}

    /**
     * @param attributes name, value, name, value…
     */
    static Element tag(String name, List<String> attributes, List<Element> children) {
        SequencedMap<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < attributes.size(); i += 2) {
            map.put(attributes.get(i), attributes.get(i + 1));
        }
        return new Element(Element.JAKARTA, name, map, children, Position.START);
    }

    static Element property(String name, String value) {
        return tag("property", List.of("name", name, "value", value), List.of());
    }

    static Element properties(Element... properties) {
        return tag("properties", List.of(), Arrays.asList(properties));
    }
}
