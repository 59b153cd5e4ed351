package io.jobarrays.server.api;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.api.read.VerbBody;
import io.jobarrays.server.arrays.verbs.Selection;
import io.jobarrays.server.arrays.verbs.Selectors;
import io.jobarrays.server.batch.ArrayVerbs;
import io.jobarrays.server.problems.NotFound;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The verbs on one instance by its id. */
@Path("/api/v1")
@Tag(name = "instances")
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
public class InstanceVerbsResource {
    private final Selectors selectors;
    private final ArrayVerbs verbs;

    InstanceVerbsResource(Selectors selectors, ArrayVerbs verbs) {
        this.selectors = selectors;
        this.verbs = verbs;
    }

    @POST
    @Path("instances/{instance}/{verb}")
    @Operation(summary = "extend, stop, start, hibernate, terminate or replace one instance")
    public Response act(
            @PathParam("instance") String instance,
            @PathParam("verb") String verb,
            InputStream in,
            @Context HttpHeaders headers) {
        if (!instance.startsWith("i-")) {
            throw new Refusal("\"%s\" is not an instance id, i-…".formatted(instance));
        }
        Selection selection = selectors.forVerb(instance);
        if (verb.equals("extend")) {
            return VerbResponse.of(
                    verbs.extend(selection, VerbBody.read(in, "duration").duration()), headers);
        }
        VerbBody.read(in);
        return VerbResponse.of(
                switch (verb) {
                    case "stop" -> verbs.stop(selection);
                    case "start" -> verbs.start(selection);
                    case "hibernate" -> verbs.hibernate(selection);
                    case "terminate" -> verbs.terminate(selection);
                    case "replace" -> verbs.replace(selection);
                    default ->
                            throw new NotFound(
                                    ("there is no verb \"%s\" for an instance; there are extend,"
                                                    + " stop, start, hibernate, terminate, replace")
                                            .formatted(verb));
                },
                headers);
    }
}
