package io.jobarrays.server.api;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.api.answer.VerbResponse;
import io.jobarrays.server.api.openapi.ExtendRequest;
import io.jobarrays.server.api.openapi.IndexesRequest;
import io.jobarrays.server.api.openapi.RetryRequest;
import io.jobarrays.server.api.openapi.ScaleRequest;
import io.jobarrays.server.api.read.IndexesParameter;
import io.jobarrays.server.api.read.VerbBody;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.verbs.MemberResult;
import io.jobarrays.server.arrays.verbs.Selection;
import io.jobarrays.server.arrays.verbs.Selectors;
import io.jobarrays.server.batch.ArrayVerbs;
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
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Verbs on an array or on some of its members; answer with one result per member. */
@Path("/api/v1")
@Tag(name = "arrays")
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
public class VerbsResource {
    private final JobArrays arrays;
    private final Selectors selectors;
    private final ArrayVerbs verbs;

    VerbsResource(JobArrays arrays, Selectors selectors, ArrayVerbs verbs) {
        this.arrays = arrays;
        this.selectors = selectors;
        this.verbs = verbs;
    }

    @POST
    @Path("arrays/{selector}/extend")
    @Operation(
            operationId = "extendArray",
            summary = "Moves the deadline to max(deadline, now) + duration")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ExtendRequest.class)))
    @APIResponseSchema(MemberResult[].class)
    public Response extend(
            @PathParam("selector") String selector,
            InputStream body,
            @Context HttpHeaders headers) {
        VerbBody request = VerbBody.read(body, "duration");
        return VerbResponse.of(
                verbs.extend(selection(selector, request), request.duration()), headers);
    }

    @POST
    @Path("arrays/{selector}/stop")
    @Operation(
            operationId = "stopArray",
            summary = "Ends the work and stops the machines; disks and remaining TTL are kept")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = IndexesRequest.class)))
    @APIResponseSchema(MemberResult[].class)
    public Response stop(
            @PathParam("selector") String selector,
            InputStream body,
            @Context HttpHeaders headers) {
        return act(selector, body, verbs::stop, headers);
    }

    @POST
    @Path("arrays/{selector}/hibernate")
    @Operation(
            operationId = "hibernateArray",
            summary = "Hibernates the machines with their processes")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = IndexesRequest.class)))
    @APIResponseSchema(MemberResult[].class)
    public Response hibernate(
            @PathParam("selector") String selector,
            InputStream body,
            @Context HttpHeaders headers) {
        return act(selector, body, verbs::hibernate, headers);
    }

    @POST
    @Path("arrays/{selector}/start")
    @Operation(
            operationId = "startArray",
            summary = "Starts stopped and hibernated machines; interrupted work runs again")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = IndexesRequest.class)))
    @APIResponseSchema(MemberResult[].class)
    public Response start(
            @PathParam("selector") String selector,
            InputStream body,
            @Context HttpHeaders headers) {
        return act(selector, body, verbs::start, headers);
    }

    @POST
    @Path("arrays/{selector}/terminate")
    @Operation(
            operationId = "terminateArray",
            summary = "Terminates an array or some of its members",
            description = "Has no effect on members that have ended.")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = IndexesRequest.class)))
    @APIResponseSchema(MemberResult[].class)
    public Response terminate(
            @PathParam("selector") String selector,
            InputStream body,
            @Context HttpHeaders headers) {
        return act(selector, body, verbs::terminate, headers);
    }

    @POST
    @Path("arrays/{selector}/replace")
    @Operation(
            operationId = "replaceArray",
            summary = "Launches new machines for the same indexes; their work runs again")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = IndexesRequest.class)))
    @APIResponseSchema(MemberResult[].class)
    public Response replace(
            @PathParam("selector") String selector,
            InputStream body,
            @Context HttpHeaders headers) {
        return act(selector, body, verbs::replace, headers);
    }

    @POST
    @Path("arrays/{selector}/retry")
    @Operation(operationId = "retryArray", summary = "Runs the failed indexes again")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RetryRequest.class)))
    @APIResponseSchema(MemberResult[].class)
    public Response retry(
            @PathParam("selector") String selector,
            InputStream body,
            @Context HttpHeaders headers) {
        VerbBody request = VerbBody.read(body, "failed");
        request.requireFailed();
        return VerbResponse.of(verbs.retry(selection(selector, request)), headers);
    }

    @POST
    @Path("arrays/{selector}/scale")
    @Operation(operationId = "scaleArray", summary = "Grows or shrinks a live array at its end")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ScaleRequest.class)))
    @APIResponseSchema(MemberResult[].class)
    public Response scale(
            @PathParam("selector") String selector,
            InputStream body,
            @Context HttpHeaders headers) {
        VerbBody request = VerbBody.read(body, "size");
        Selection selection = selection(selector, request);
        if (selection.members() != null) {
            throw new Refusal("scale: acts on a whole array; name it without indexes");
        }
        return VerbResponse.of(verbs.scale(selection.arrayId(), request.size()), headers);
    }

    private Response act(
            String selector,
            InputStream body,
            Function<Selection, List<MemberResult>> verb,
            HttpHeaders headers) {
        return VerbResponse.of(verb.apply(selection(selector, VerbBody.read(body))), headers);
    }

    private Selection selection(String selector, VerbBody request) {
        Selection selected = selectors.forVerb(selector);
        String indexes = request.indexes();
        if (indexes == null) {
            if (selected.members() != null) {
                IndexesParameter.set(arrays.view(selected.arrayId()), selected.members().ranges());
            }
            return selected;
        }
        if (selected.members() != null) {
            throw new Refusal("indexes: the selector names members already; leave one out");
        }
        return new Selection(
                selected.arrayId(), IndexesParameter.set(arrays.view(selected.arrayId()), indexes));
    }
}
