package io.jobarrays.server.api.openapi;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** Content of answers: text beside JSON is a table without the JSON's schema; empty is left out. */
final class AnswerContent {
    private static final String TEXT = "text/plain";
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
                            if (content != null && content.hasMediaType(TEXT)) {
                                content.addMediaType(TEXT, text());
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
