package io.jobarrays.server.api.openapi;

import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/**
 * Content of answers: other forms beside JSON are text without the JSON's schema; empty is left
 * out.
 */
final class AnswerContent {
    private static final String JSON = "application/json";
    private static final String ANY = "*/*";

    private AnswerContent() {}

    static void describe(Operation operation) {
        operation
                .getResponses()
                .getAPIResponses()
                .values()
                .forEach(
                        response -> {
                            Content content = response.getContent();
                            if (content != null && content.hasMediaType(JSON)) {
                                List.copyOf(content.getMediaTypes().keySet()).stream()
                                        .filter(type -> !type.equals(JSON))
                                        .forEach(type -> content.addMediaType(type, text()));
                            }
                            if (content != null && content.hasMediaType(ANY)) {
                                response.content(null);
                            }
                        });
    }

    private static MediaType text() {
        return OASFactory.createMediaType()
                .schema(OASFactory.createSchema().addType(SchemaType.STRING));
    }
}
