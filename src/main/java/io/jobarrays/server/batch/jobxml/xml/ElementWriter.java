package io.jobarrays.server.batch.jobxml.xml;

import java.util.Map;

/** Writes elements as XML that parses to equal elements, one tag per line. */
public final class ElementWriter {
    private final StringBuilder text = new StringBuilder();

    private ElementWriter() {}

    public static String write(Element root) {
        ElementWriter writer = new ElementWriter();
        writer.text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        writer.element(root, 0);
        return writer.text.toString();
    }

    private void element(Element element, int depth) {
        text.repeat("  ", depth).append('<').append(element.name());
        element.attributes().forEach(this::attribute);
        if (depth == 0) {
            attribute("xmlns", element.namespace());
        }
        if (element.children().isEmpty()) {
            text.append("/>\n");
            return;
        }
        text.append(">\n");
        element.children().forEach(child -> element(child, depth + 1));
        text.repeat("  ", depth).append("</").append(element.name()).append(">\n");
    }

    private void attribute(String name, String value) {
        text.append(' ').append(name).append("=\"");
        value.codePoints().forEach(this::character);
        text.append('"');
    }

    private void character(int c) {
        String escape = ESCAPES.get(c);
        if (escape != null) {
            text.append(escape);
        } else if (c < ' ') {
            // XML parsers read a raw line break in an attribute as a space.
            text.append("&#").append(c).append(';');
        } else {
            text.appendCodePoint(c);
        }
    }

    private static final Map<Integer, String> ESCAPES =
            Map.of((int) '&', "&amp;", (int) '<', "&lt;", (int) '>', "&gt;", (int) '"', "&quot;");
}
