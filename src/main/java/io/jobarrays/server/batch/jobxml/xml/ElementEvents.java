package io.jobarrays.server.batch.jobxml.xml;

import java.util.Map;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;

/** Tells a SAX handler an element tree, and where in it the telling is. */
final class ElementEvents {
    private final ContentHandler handler;
    private Position at = Position.START;

    ElementEvents(ContentHandler handler) {
        this.handler = handler;
    }

    /** Where the tag begins that was told last. */
    Position at() {
        return at;
    }

    void send(Element root) throws SAXException {
        handler.startDocument();
        walk(root);
        handler.endDocument();
    }

    private void walk(Element element) throws SAXException {
        at = element.at();
        AttributesImpl attributes = new AttributesImpl();
        for (Map.Entry<String, String> attribute : element.attributes().entrySet()) {
            String name = attribute.getKey();
            attributes.addAttribute("", name, name, "CDATA", attribute.getValue());
        }
        handler.startElement(element.namespace(), element.name(), element.name(), attributes);
        for (Element child : element.children()) {
            walk(child);
        }
        // A parent that lacks something is told of when it ends: its own tag is the place.
        at = element.at();
        handler.endElement(element.namespace(), element.name(), element.name());
    }
}
