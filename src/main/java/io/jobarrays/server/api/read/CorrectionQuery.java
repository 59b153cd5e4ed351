package io.jobarrays.server.api.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.batch.Correction;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;

/** Reads what an execution is restarted with: query parameters, and job XML as the body. */
public final class CorrectionQuery {
    private CorrectionQuery() {}

    /**
     * @throws Refusal when the body is something else, or a parameter is not known
     */
    public static Correction of(HttpHeaders headers, InputStream body, UriInfo uri) {
        SubmitQuery query = SubmitQuery.of(uri);
        if (query.dryRun() || query.after() != null) {
            throw new Refusal("a restart takes files and param.NAME, neither dryRun nor after");
        }
        byte[] content = BodyReader.read(body, "job XML");
        boolean xml = String.valueOf(headers.getHeaderString("Content-Type")).contains("xml");
        if (content.length > 0 && !xml && !new String(content, UTF_8).isBlank()) {
            throw new Refusal("a restart takes job XML as its body, as application/xml, or none");
        }
        return new Correction(
                xml && content.length > 0 ? content : null, query.parameters(), query.files());
    }
}
