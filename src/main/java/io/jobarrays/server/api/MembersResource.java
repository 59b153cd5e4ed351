package io.jobarrays.server.api;

import io.jobarrays.contract.messages.Peer;
import io.jobarrays.server.api.answer.JsonLines;
import io.jobarrays.server.api.answer.Responses;
import io.jobarrays.server.api.read.IndexesParameter;
import io.jobarrays.server.api.read.ListFilter;
import io.jobarrays.server.api.read.PageRequest;
import io.jobarrays.server.api.read.QueryNames;
import io.jobarrays.server.api.text.MembersText;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.verbs.Selectors;
import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.arrays.view.MemberView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Members of one array, and their peers. */
@Path("/api/v1")
@Tag(name = "arrays")
@RunOnVirtualThread
public class MembersResource {
    private final JobArrays arrays;
    private final Selectors selectors;

    MembersResource(JobArrays arrays, Selectors selectors) {
        this.arrays = arrays;
        this.selectors = selectors;
    }

    @GET
    @Path("arrays/{selector}/members")
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN, JsonLines.TYPE})
    @Operation(operationId = "listMembers", summary = "Lists the members of an array by index")
    @APIResponseSchema(MemberView[].class)
    public Response list(
            @PathParam("selector") String selector,
            @QueryParam("state") @Nullable String state,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        QueryNames.only(uri, "state", "limit", "cursor");
        String requestedState = ListFilter.state(state);
        PageRequest page = PageRequest.of(limit, cursor);
        int after = page.after() == null ? -1 : IndexesParameter.one(page.after());
        ArrayView array = arrays.view(selectors.read(selector));
        List<MemberView> found =
                array.members().stream()
                        .filter(member -> member.index() > after)
                        .filter(
                                member ->
                                        requestedState == null
                                                || requestedState.equals(member.state()))
                        .limit(page.limit() + 1L)
                        .toList();
        return Responses.page(
                        headers, uri, page, found, member -> "" + member.index(), MembersText::of)
                .header(Responses.AS_OF, array.asOf())
                .build();
    }

    @GET
    @Path("arrays/{selector}/members/{index}")
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    @Operation(operationId = "getMember", summary = "Returns one member")
    @APIResponseSchema(MemberView.class)
    public Response get(
            @PathParam("selector") String selector,
            @PathParam("index") String index,
            @Context HttpHeaders headers) {
        ArrayView array = arrays.view(selectors.read(selector).arrayId());
        MemberView member = array.members().get(IndexesParameter.of(array, index));
        return Responses.ok(headers, member, () -> MembersText.of(List.of(member)))
                .header(Responses.AS_OF, array.asOf())
                .build();
    }

    @GET
    @Path("arrays/{selector}/peers")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listPeers",
            summary = "Lists the peers as in the peers file of every member",
            description =
                    "The newest published generation, complete also when members have ended; 404"
                            + " with the reason before the first one.")
    @APIResponseSchema(Peer[].class)
    public String peers(@PathParam("selector") String selector) {
        return arrays.peers(selectors.read(selector).arrayId());
    }
}
