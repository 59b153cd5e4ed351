package io.jobarrays.server.api;

import io.jobarrays.server.api.answer.Responses;
import io.jobarrays.server.api.openapi.ArrayRequest;
import io.jobarrays.server.api.read.BodyReader;
import io.jobarrays.server.api.read.JsonBody;
import io.jobarrays.server.api.read.LaunchJson;
import io.jobarrays.server.api.read.QueryNames;
import io.jobarrays.server.api.text.LaunchText;
import io.jobarrays.server.api.text.PlanText;
import io.jobarrays.server.api.view.LaunchView;
import io.jobarrays.server.api.view.LaunchWarnings;
import io.jobarrays.server.api.view.LaunchedArray;
import io.jobarrays.server.api.view.PlanView;
import io.jobarrays.server.api.view.PlanViews;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.batch.ArrayLaunches;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Launches one array, or returns the plan of a launch. */
@Path("/api/v1")
@Tag(name = "arrays")
@RunOnVirtualThread
@Consumes(MediaType.APPLICATION_JSON)
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
public class LaunchResource {
    private final ArrayLaunches launches;
    private final JobArrays arrays;
    private final PlanViews plans;
    private final LaunchWarnings launchWarnings;

    LaunchResource(
            ArrayLaunches launches,
            JobArrays arrays,
            PlanViews plans,
            LaunchWarnings launchWarnings) {
        this.launches = launches;
        this.arrays = arrays;
        this.plans = plans;
        this.launchWarnings = launchWarnings;
    }

    @POST
    @Path("arrays")
    @Operation(
            operationId = "launchArray",
            summary = "Launches an array, or one standalone instance")
    @RequestBody(
            required = true,
            content = @Content(schema = @Schema(implementation = ArrayRequest.class)))
    @APIResponseSchema(
            value = LaunchedArray.class,
            responseCode = "202",
            responseDescription = "Accepted; Location is the address of the array")
    @APIResponse(
            responseCode = "200",
            description = "With plan=true: what would be launched; nothing is launched",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = PlanView.class)),
                @Content(
                        mediaType = MediaType.TEXT_PLAIN,
                        schema = @Schema(type = SchemaType.STRING))
            })
    public Response launch(
            InputStream body,
            @QueryParam("plan") @Nullable String plan,
            @QueryParam("after") @Nullable String after,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        QueryNames.only(uri, "plan", "after");
        byte[] json = BodyReader.read(body, "a JSON body");
        if (QueryNames.flag("plan", plan)) {
            ArraySpec spec = spec(json);
            PlanView view = plans.of(spec);
            ResponseBuilder answer = Responses.ok(headers, view, () -> PlanText.of(view));
            return Responses.warn(answer, launchWarnings.of(spec)).build();
        }
        return accepted(spec(json), after, headers);
    }

    private Response accepted(ArraySpec spec, @Nullable String after, HttpHeaders headers) {
        List<String> warnings = launchWarnings.of(spec);
        ArrayView array = arrays.view(launches.launch(spec, after).id());
        ResponseBuilder answer =
                Responses.in(
                        Response.accepted().location(URI.create("/api/v1/arrays/" + array.id())),
                        headers,
                        new LaunchedArray(array, warnings),
                        () -> LaunchText.of(LaunchView.of(array)));
        return Responses.warn(answer, warnings).build();
    }

    private static ArraySpec spec(byte[] json) {
        return ArraySpec.of(LaunchJson.flags(JsonBody.parse(json)));
    }
}
