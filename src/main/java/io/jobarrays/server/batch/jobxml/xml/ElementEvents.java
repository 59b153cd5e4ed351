package io.jobarrays.server.batch.jobxml.xml;

import java.util.Map;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;

/** Replays an element tree to a SAX handler and keeps the current position. */
final class ElementEvents {
    private final ContentHandler handler;
    private Position position = Position.START;

    ElementEvents(ContentHandler handler) {
        this.handler = handler;
    }

    /** Position of the element that was replayed last. */
    Position position() {
        return position;
    }

    void send(Element root) throws SAXException {
        handler.startDocument();
        replay(root);
        handler.endDocument();
    }

    private void replay(Element element) throws SAXException {
        position = element.at();
        AttributesImpl attributes = new AttributesImpl();
        for (Map.Entry<String, String> attribute : element.attributes().entrySet()) {
            String name = attribute.getKey();
            attributes.addAttribute("", name, name, "CDATA", attribute.getValue());
        }
        handler.startElement(element.namespace(), element.name(), element.name(), attributes);
        for (Element child : element.children()) {
            replay(child);
        }
        // The validator reports a missing child at the end of the parent: the parent's tag is the
        // position.
        position = element.at();
        handler.endElement(element.namespace(), element.name(), element.name());
    }
}
