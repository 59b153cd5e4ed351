package io.jobarrays.server.api;

import io.jobarrays.server.api.answer.Responses;
import io.jobarrays.server.api.answer.VerbResponse;
import io.jobarrays.server.api.openapi.OrphansRequest;
import io.jobarrays.server.api.read.OrphansBody;
import io.jobarrays.server.api.text.OrphansText;
import io.jobarrays.server.api.view.OrphanView;
import io.jobarrays.server.instances.watch.InstanceWatcher;
import io.jobarrays.server.instances.watch.OrphanInstance;
import io.jobarrays.server.instances.watch.OrphanInstances;
import io.jobarrays.server.instances.watch.OrphanResult;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Live instances with the tag of this control plane that no launch explains. */
@Path("/api/v1/orphans")
@Tag(name = "instances")
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
public class OrphansResource {
    private final OrphanInstances orphans;
    private final InstanceWatcher watcher;
    private final Clock clock;

    OrphansResource(OrphanInstances orphans, InstanceWatcher watcher, Clock clock) {
        this.orphans = orphans;
        this.watcher = watcher;
        this.clock = clock;
    }

    @GET
    @Operation(
            operationId = "listOrphans",
            summary = "Lists live instances of this control plane without a record of their launch",
            description = "As of the last poll of EC2, the oldest first, with the on-demand price.")
    @APIResponseSchema(OrphanView[].class)
    public Response list(@Context HttpHeaders headers) {
        List<OrphanView> views =
                orphans.list().stream()
                        .map(orphan -> OrphanView.of(orphan, orphans.terminatedAt(orphan)))
                        .toList();
        List<String> next = views.isEmpty() ? List.of() : List.of("spawn orphans --terminate");
        return Responses.hints(
                        Responses.ok(headers, views, () -> OrphansText.of(views, clock.instant())),
                        null,
                        next)
                .header(Responses.AS_OF, orphans.polledAt())
                .build();
    }

    @POST
    @Path("terminate")
    @Operation(
            operationId = "terminateOrphans",
            summary = "Terminates all orphans, or those that are named")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = OrphansRequest.class)))
    @APIResponseSchema(OrphanResult[].class)
    public Response terminate(InputStream body, @Context HttpHeaders headers) {
        List<String> known = orphans.list().stream().map(OrphanInstance::instanceId).toList();
        List<OrphanResult> results = orphans.terminate(OrphansBody.read(body).orElse(known));
        watcher.pollSoon();
        long failed = results.stream().filter(result -> !result.ok()).count();
        return Responses.hints(
                        Responses.ok(headers, results, () -> OrphansText.results(results)),
                        VerbResponse.exitCode(failed, results.size()),
                        List.of("spawn orphans"))
                .build();
    }
}
