package io.jobarrays.localcloud.protocol;

import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Elements of an XML document in their order, read without keeping the document in memory; refuses
 * document types, more than 20,000 elements or another number, and elements nested more than 100
 * deep.
 */
public final class XmlElements {
    /** A change batch of 1,000 records, the maximum of Route 53, has 9,000. */
    private static final int MAX_ELEMENTS = 20_000;

    private static final int MAX_DEPTH = 100;
    private static final XMLInputFactory READERS = readers();

    private final XMLStreamReader xml;
    private final int maxElements;
    private int elements;
    private int depth;

    XmlElements(InputStream document) throws XMLStreamException {
        this(document, MAX_ELEMENTS);
    }

    public XmlElements(InputStream document, int maxElements) throws XMLStreamException {
        this.maxElements = maxElements;
        synchronized (READERS) {
            xml = READERS.createXMLStreamReader(document);
        }
    }

    /** Goes to the root element. */
    public void root() throws XMLStreamException {
        while (next() != XMLStreamConstants.START_ELEMENT) {
            // Comments and processing instructions.
        }
    }

    /**
     * Goes to the next child of the current element, or to the end of the current element.
     *
     * @return local name of the child; empty at the end
     */
    public String child() throws XMLStreamException {
        for (int event = next(); event != XMLStreamConstants.END_ELEMENT; event = next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                return xml.getLocalName();
            }
        }
        return "";
    }

    /** Goes to the end of the current element. */
    public void skip() throws XMLStreamException {
        text();
    }

    /** Goes to the end of the current element; returns its text with that of its children. */
    public String text() throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        int outside = depth - 1;
        while (depth > outside) {
            int event = next();
            if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
            }
        }
        return text.toString();
    }

    /** Goes to the end of the document. */
    void end() throws XMLStreamException {
        while (xml.hasNext()) {
            next();
        }
    }

    private int next() throws XMLStreamException {
        int event = xml.next();
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> begin();
            case XMLStreamConstants.END_ELEMENT -> depth--;
            case XMLStreamConstants.DTD ->
                    throw new XMLStreamException("A DOCTYPE is not permitted.");
            case XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new XMLStreamException("The entity has no declaration.");
            default -> {}
        }
        return event;
    }

    private void begin() throws XMLStreamException {
        if (++elements > maxElements) {
            throw new XMLStreamException("It has more than " + maxElements + " elements.");
        }
        if (++depth > MAX_DEPTH) {
            throw new XMLStreamException("Its elements are nested too deep.");
        }
    }

    private static XMLInputFactory readers() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        return factory;
    }
}
