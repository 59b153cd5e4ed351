package io.jobarrays.server.api;

import io.jobarrays.server.api.read.BodyReader;
import io.jobarrays.server.api.read.JsonBody;
import io.jobarrays.server.api.read.LaunchJson;
import io.jobarrays.server.api.read.QueryNames;
import io.jobarrays.server.api.text.LaunchText;
import io.jobarrays.server.api.text.PlanText;
import io.jobarrays.server.api.view.LaunchView;
import io.jobarrays.server.api.view.PlanView;
import io.jobarrays.server.api.view.PlanViews;
import io.jobarrays.server.api.view.WithWarnings;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.spec.SecretLint;
import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.batch.Executions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Launches one array, or tells what would be launched. */
@Path("/api/v1")
@Tag(name = "arrays")
@RunOnVirtualThread
@Consumes(MediaType.APPLICATION_JSON)
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
public class LaunchResource {
    private final Executions executions;
    private final JobArrays arrays;
    private final PlanViews plans;

    LaunchResource(Executions executions, JobArrays arrays, PlanViews plans) {
        this.executions = executions;
        this.arrays = arrays;
        this.plans = plans;
    }

    @POST
    @Path("arrays")
    @Operation(
            summary = "Launches an array, or one standalone instance",
            description =
                    "The fields are the flags of spawn launch in snake_case. 202 when it is"
                            + " accepted; with plan=true 200 and nothing is launched.")
    public Response launch(
            InputStream in,
            @QueryParam("plan") @Nullable String plan,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        QueryNames.only(uri, "plan");
        byte[] body = BodyReader.read(in, "a JSON body");
        if (QueryNames.flag("plan", plan)) {
            PlanView view = plans.of(spec(body));
            return Responses.ok(headers, view, () -> PlanText.of(view)).build();
        }
        return accepted(spec(body), headers);
    }

    private Response accepted(ArraySpec spec, HttpHeaders headers) {
        ArrayView array = arrays.view(executions.launch(spec).id());
        List<String> warnings = SecretLint.warnings(spec);
        ResponseBuilder answer =
                Responses.in(
                        Response.accepted().location(URI.create("/api/v1/arrays/" + array.id())),
                        headers,
                        new WithWarnings<>(array, warnings),
                        () -> LaunchText.of(LaunchView.of(array)));
        return Responses.warn(answer, warnings).build();
    }

    private static ArraySpec spec(byte[] body) {
        return ArraySpec.of(LaunchJson.flags(JsonBody.parse(body)));
    }
}
