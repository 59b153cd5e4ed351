package io.jobarrays.server.batch.jobxml.xml;

import io.jobarrays.contract.XmlEncoding;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import javax.xml.XMLConstants;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Parses bytes into elements; refuses DTDs, entities and excessive size or depth. */
public final class ElementReader {
    static final int MAX_BYTES = 1 << 20;
    static final int MAX_ELEMENTS = 20_000;
    static final int MAX_DEPTH = 64;

    private final byte[] xml;
    private final Findings findings;
    private final Deque<Element> open = new ArrayDeque<>();
    private Position next = Position.START;
    private int elements;

    private ElementReader(byte[] xml, Findings findings) {
        this.xml = xml;
        this.findings = findings;
    }

    /** Root element; text content is reported in {@code findings}. */
    public static Element read(byte[] xml, Findings findings) {
        if (xml.length > MAX_BYTES) {
            throw new XmlRefused(
                    413,
                    Position.START,
                    "the job XML has %d bytes; at most %d (1 MiB) are taken"
                            .formatted(xml.length, MAX_BYTES));
        }
        XmlEncoding.wrongByte(xml)
                .ifPresent(
                        wrong -> {
                            throw new XmlRefused(
                                    400,
                                    new Position(wrong.line(), wrong.column()),
                                    "not XML: " + wrong.sentence());
                        });
        try {
            return new ElementReader(xml, findings).root();
        } catch (XMLStreamException e) {
            throw new XmlRefused(400, position(e.getLocation()), "not XML: " + reason(e));
        }
    }

    /** The characters of well-formed XML, in its own encoding. */
    static String text(byte[] xml) {
        try {
            XMLStreamReader reader =
                    hardened().createXMLStreamReader(new ByteArrayInputStream(xml));
            return new String(xml, TagPositions.charset(reader.getEncoding()));
        } catch (XMLStreamException e) {
            throw new IllegalStateException("the job XML was checked before", e);
        }
    }

    private Element root() throws XMLStreamException {
        XMLStreamReader reader = hardened().createXMLStreamReader(new ByteArrayInputStream(xml));
        TagPositions places = new TagPositions(xml, reader.getEncoding());
        next = places.next(reader.getLocation());
        Element root = null;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new XmlRefused(400, next, "a DTD or an entity is not taken");
                case XMLStreamConstants.START_ELEMENT -> start(reader);
                case XMLStreamConstants.END_ELEMENT -> root = open.removeLast();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text(reader);
                default -> {}
            }
            next = places.next(reader.getLocation());
        }
        if (root == null) {
            throw new XmlRefused(400, next, "not XML: there is no element");
        }
        return root;
    }

    private void start(XMLStreamReader reader) {
        if (++elements > MAX_ELEMENTS) {
            throw new XmlRefused(
                    422, next, "more than %d elements are not taken".formatted(MAX_ELEMENTS));
        }
        if (open.size() == MAX_DEPTH) {
            throw new XmlRefused(
                    422, next, "elements nested deeper than %d are not taken".formatted(MAX_DEPTH));
        }
        String namespace = reader.getNamespaceURI() == null ? "" : reader.getNamespaceURI();
        List<Element> children = new ArrayList<>();
        Element element =
                new Element(namespace, reader.getLocalName(), attributes(reader), children, next);
        if (!open.isEmpty()) {
            open.getLast().children().add(element);
        }
        open.addLast(element);
    }

    private SequencedMap<String, String> attributes(XMLStreamReader reader) {
        SequencedMap<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String namespace = reader.getAttributeNamespace(i);
            if (namespace == null || namespace.isEmpty()) {
                attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            } else if (!namespace.equals(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI)) {
                findings.add(
                        next,
                        "attribute %s of the namespace %s is not known here"
                                .formatted(reader.getAttributeLocalName(i), namespace));
            }
        }
        return attributes;
    }

    private void text(XMLStreamReader reader) {
        if (!reader.getText().isBlank()) {
            findings.add(
                    next,
                    "text is not allowed between elements: %s"
                            .formatted(QuotedText.of(reader.getText())));
        }
    }

    static XMLInputFactory hardened() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver(
                (publicId, systemId, base, name) -> {
                    throw new XMLStreamException("an external entity is not taken");
                });
        return factory;
    }

    private static Position position(Location location) {
        return new Position(
                Math.max(1, location.getLineNumber()), Math.max(1, location.getColumnNumber()));
    }

    /** Message of the parser without its position prefix. */
    private static String reason(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf("Message: ");
        return QuotedText.plain(end < 0 ? message : message.substring(end + "Message: ".length()));
    }
}
