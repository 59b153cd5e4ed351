package io.jobarrays.server.api.answer;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;

/** Writer of a list as one JSON object a line. */
@Provider
@Produces(JsonLines.TYPE)
public class JsonLines implements MessageBodyWriter<List<?>> {
    public static final String TYPE = "application/x-ndjson";

    private static final MediaType LINES = MediaType.valueOf(TYPE);

    private final ObjectWriter lines;

    JsonLines(ObjectMapper json) {
        this.lines =
                json.writer()
                        .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                        .withRootValueSeparator("\n");
    }

    /** Whether the caller accepts this form before any other. */
    public static boolean preferredBy(HttpHeaders request) {
        MediaType preferred = request.getAcceptableMediaTypes().getFirst();
        return preferred.isCompatible(LINES) && !preferred.isWildcardType();
    }

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return LINES.isCompatible(mediaType);
    }

    @Override
    public void writeTo(
            List<?> rows,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        try (SequenceWriter writer = lines.writeValues(out)) {
            writer.writeAll(rows);
        }
        if (!rows.isEmpty()) {
            out.write('\n');
        }
    }
}
