package io.jobarrays.server.batch.jobxml.xml;

import jakarta.batch.operations.JobOperator;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.ValidatorHandler;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Validates against the Jakarta job XML schema from the jar of the batch API. */
public final class JobSchema {
    private static final Schema SCHEMA = load();

    private JobSchema() {}

    public static void check(Element root, Findings findings) {
        ValidatorHandler validator = SCHEMA.newValidatorHandler();
        ElementEvents events = new ElementEvents(validator);
        validator.setErrorHandler(new Collector(findings, events));
        try {
            events.send(root);
        } catch (SAXException e) {
            throw new IllegalStateException("the schema validator gave up", e);
        }
    }

    private static Schema load() {
        try (InputStream xsd = JobOperator.class.getResourceAsStream("/xsd/jobXML_2_0.xsd")) {
            SchemaFactory factory = SchemaFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            return factory.newSchema(new StreamSource(xsd));
        } catch (IOException | SAXException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Records the validator's messages at the position of the current tag. */
    private record Collector(Findings findings, ElementEvents events) implements ErrorHandler {

        @Override
        public void warning(SAXParseException e) {}

        @Override
        public void error(SAXParseException e) {
            String message = QuotedText.plain(String.valueOf(e.getMessage()));
            // The validator reports an invalid attribute twice; the first message suffices.
            if (!message.startsWith("cvc-attribute.3")) {
                findings.add(events.position(), readable(message));
            }
        }

        @Override
        public void fatalError(SAXParseException e) {
            error(e);
        }

        /** Message "cvc-complex-type.2.4.a: Invalid content…" without rule and namespace. */
        private static String readable(String message) {
            String text =
                    message.replaceFirst("^cvc-[a-zA-Z0-9.-]+: ", "")
                            .replace("\"" + Element.JAKARTA + "\":", "")
                            .replace("{", "")
                            .replace("}", "");
            return text.isEmpty()
                    ? message
                    : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
        }
    }
}
