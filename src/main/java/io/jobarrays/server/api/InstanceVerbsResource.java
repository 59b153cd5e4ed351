package io.jobarrays.server.api;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.api.answer.VerbResponse;
import io.jobarrays.server.api.openapi.ExtendRequest;
import io.jobarrays.server.api.read.VerbBody;
import io.jobarrays.server.arrays.verbs.MemberResult;
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
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Verbs on one instance by its id. */
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
    @Operation(
            operationId = "actOnInstance",
            summary = "Extends, stops, starts, hibernates, terminates or replaces one instance")
    @RequestBody(
            required = false,
            description = "Only for extend.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ExtendRequest.class)))
    @APIResponseSchema(MemberResult[].class)
    public Response act(
            @Parameter(description = "Id of the instance.", example = "i-0abc1234def567890")
                    @PathParam("instance")
                    String instance,
            @Parameter(
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {
                                                "extend",
                                                "stop",
                                                "start",
                                                "hibernate",
                                                "terminate",
                                                "replace"
                                            }))
                    @PathParam("verb")
                    String verb,
            InputStream body,
            @Context HttpHeaders headers) {
        if (!instance.startsWith("i-")) {
            throw new Refusal("\"%s\" is not an instance id, i-…".formatted(instance));
        }
        Selection selection = selectors.forVerb(instance);
        if (verb.equals("extend")) {
            return VerbResponse.of(
                    verbs.extend(selection, VerbBody.read(body, "duration").duration()), headers);
        }
        VerbBody.read(body);
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
