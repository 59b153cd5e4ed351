package io.jobarrays.cli.files;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.contract.XmlEncoding;
import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The id in the first tag of job XML; the rest is read by the server only. */
public final class JobXmlId {
    private JobXmlId() {}

    /**
     * @param file for the error message
     */
    public static String of(String file, byte[] xml) {
        XmlEncoding.wrongByte(xml)
                .ifPresent(
                        wrong -> {
                            throw Failure.usage(
                                    "%s is not XML: line %d, column %d: %s"
                                            .formatted(
                                                    file,
                                                    wrong.line(),
                                                    wrong.column(),
                                                    wrong.sentence()));
                        });
        String id = null;
        try {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
            while (!reader.isStartElement()) {
                reader.next();
            }
            id = reader.getAttributeValue(null, "id");
        } catch (XMLStreamException notXml) {
            throw Failure.usage(
                    "%s is not XML: line %d, column %d"
                            .formatted(
                                    file,
                                    notXml.getLocation().getLineNumber(),
                                    notXml.getLocation().getColumnNumber()));
        }
        if (id == null || id.isBlank()) {
            throw Failure.usage(
                    "%s: its first tag has no id; a definition is stored under the id of its job"
                            .formatted(file));
        }
        return id;
    }
}
