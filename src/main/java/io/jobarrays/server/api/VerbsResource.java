package io.jobarrays.server.api;

import io.jobarrays.contract.Refusal;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The verbs on an array or on members of it, each answered with one result per member. */
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
    @Operation(summary = "Moves the deadline of {\"duration\": \"2h\"}: max(old, now) + duration")
    public Response extend(
            @PathParam("selector") String selector, InputStream in, @Context HttpHeaders headers) {
        VerbBody body = VerbBody.read(in, "duration");
        return VerbResponse.of(verbs.extend(meant(selector, body), body.duration()), headers);
    }

    @POST
    @Path("arrays/{selector}/stop")
    @Operation(summary = "Ends the work and stops the machines; disks and remaining TTL stay")
    public Response stop(
            @PathParam("selector") String selector, InputStream in, @Context HttpHeaders headers) {
        return act(selector, in, verbs::stop, headers);
    }

    @POST
    @Path("arrays/{selector}/hibernate")
    @Operation(summary = "Puts machines to sleep with what runs on them")
    public Response hibernate(
            @PathParam("selector") String selector, InputStream in, @Context HttpHeaders headers) {
        return act(selector, in, verbs::hibernate, headers);
    }

    @POST
    @Path("arrays/{selector}/start")
    @Operation(summary = "Starts stopped and hibernated machines; work that was cut off runs again")
    public Response start(
            @PathParam("selector") String selector, InputStream in, @Context HttpHeaders headers) {
        return act(selector, in, verbs::start, headers);
    }

    @POST
    @Path("arrays/{selector}/terminate")
    @Operation(
            summary = "Ends an array, or the members of {\"indexes\": \"3,17,40-63\"}, for good",
            description = "Once more on what has ended is harmless.")
    public Response terminate(
            @PathParam("selector") String selector, InputStream in, @Context HttpHeaders headers) {
        return act(selector, in, verbs::terminate, headers);
    }

    @POST
    @Path("arrays/{selector}/replace")
    @Operation(summary = "New machines for the same indexes, whose work runs again there")
    public Response replace(
            @PathParam("selector") String selector, InputStream in, @Context HttpHeaders headers) {
        return act(selector, in, verbs::replace, headers);
    }

    @POST
    @Path("arrays/{selector}/retry")
    @Operation(summary = "Runs what failed once more: {\"failed\": true}")
    public Response retry(
            @PathParam("selector") String selector, InputStream in, @Context HttpHeaders headers) {
        VerbBody body = VerbBody.read(in, "failed");
        body.requireFailed();
        return VerbResponse.of(verbs.retry(meant(selector, body)), headers);
    }

    @POST
    @Path("arrays/{selector}/scale")
    @Operation(summary = "Grows or shrinks a live array at its end: {\"size\": 12}")
    public Response scale(
            @PathParam("selector") String selector, InputStream in, @Context HttpHeaders headers) {
        VerbBody body = VerbBody.read(in, "size");
        Selection meant = meant(selector, body);
        if (meant.members() != null) {
            throw new Refusal("scale: acts on a whole array; name it without indexes");
        }
        return VerbResponse.of(verbs.scale(meant.arrayId(), body.size()), headers);
    }

    private Response act(
            String selector,
            InputStream in,
            Function<Selection, List<MemberResult>> verb,
            HttpHeaders headers) {
        return VerbResponse.of(verb.apply(meant(selector, VerbBody.read(in))), headers);
    }

    private Selection meant(String selector, VerbBody body) {
        Selection selected = selectors.forVerb(selector);
        String indexes = body.indexes();
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
