package io.jobarrays.server.api;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.Endings;
import io.jobarrays.server.arrays.Selectors;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Ends one instance. */
@Path("/api/v1")
@Tag(name = "arrays")
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
public class TerminateInstanceResource {
    private final Selectors selectors;
    private final Endings endings;

    TerminateInstanceResource(Selectors selectors, Endings endings) {
        this.selectors = selectors;
        this.endings = endings;
    }

    @POST
    @Path("instances/{instance}/terminate")
    @Operation(summary = "Ends one instance for good")
    public Response terminate(
            @PathParam("instance") String instance, @Context HttpHeaders headers) {
        if (!instance.startsWith("i-")) {
            throw new Refusal("\"%s\" is not an instance id, i-…".formatted(instance));
        }
        return TerminateResource.answer(endings.terminate(selectors.read(instance)), headers);
    }
}
