package io.jobarrays.server.api;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.api.answer.Responses;
import io.jobarrays.server.api.read.IndexesParameter;
import io.jobarrays.server.api.read.QueryNames;
import io.jobarrays.server.api.text.OutputTableText;
import io.jobarrays.server.api.view.OutputTable;
import io.jobarrays.server.api.view.OutputTableBuilder;
import io.jobarrays.server.api.view.ResultFileChoice;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.verbs.Selection;
import io.jobarrays.server.arrays.verbs.Selectors;
import io.jobarrays.server.arrays.view.MemberView;
import io.jobarrays.server.batch.Executions;
import io.jobarrays.server.batch.view.StageView;
import io.jobarrays.server.files.archives.Output;
import io.jobarrays.server.files.archives.OutputStore;
import io.jobarrays.server.problems.NotFound;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Table of the indexes of an array, with their parameters and one collected file of each. */
@Path("/api/v1")
@Tag(name = "files")
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN, OutputTableResource.CSV})
public class OutputTableResource {
    static final String CSV = "text/csv";

    private final Executions executions;
    private final JobArrays arrays;
    private final Selectors selectors;
    private final OutputStore outputs;

    OutputTableResource(
            Executions executions, JobArrays arrays, Selectors selectors, OutputStore outputs) {
        this.executions = executions;
        this.arrays = arrays;
        this.selectors = selectors;
        this.outputs = outputs;
    }

    @GET
    @Path("arrays/{selector}/table")
    @Operation(
            operationId = "getArrayTable",
            summary = "Joins parameters of the indexes with one collected file of each",
            description =
                    "The file is a JSON object, a list of objects, or CSV. As text/csv or"
                            + " text/plain: the same table as text.")
    @APIResponseSchema(Map[].class)
    public Response ofArray(
            @PathParam("selector") String selector,
            @Parameter(description = "Name or glob of the file; absent: the only JSON or CSV file.")
                    @QueryParam("file")
                    @Nullable String file,
            @Parameter(description = "COLUMN or COLUMN:desc; absent: by index.") @QueryParam("sort")
                    @Nullable String sort,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        QueryNames.only(uri, "file", "sort");
        return answer(selectors.read(selector), new ResultFileChoice(file), sort, headers);
    }

    @GET
    @Path("executions/{id}/table")
    @Operation(
            operationId = "getExecutionTable",
            summary = "Joins parameters of a stage's indexes with one collected file of each")
    @APIResponseSchema(Map[].class)
    public Response ofExecution(
            @PathParam("id") String id,
            @Parameter(description = "Id of the stage; needed where several have begun.")
                    @QueryParam("stage")
                    @Nullable String stage,
            @Parameter(description = "As for an array.") @QueryParam("file") @Nullable String file,
            @Parameter(description = "As for an array.") @QueryParam("sort") @Nullable String sort,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        QueryNames.only(uri, "stage", "file", "sort");
        Selection selection = new Selection(arrayOf(id, stage), null);
        return answer(selection, new ResultFileChoice(file), sort, headers);
    }

    private String arrayOf(String id, @Nullable String stage) {
        List<StageView> begun =
                executions.view(IndexesParameter.number(id)).stages().stream()
                        .filter(it -> it.arrayId() != null)
                        .filter(it -> stage == null || it.id().equals(stage))
                        .toList();
        if (begun.size() > 1) {
            throw new Refusal(
                    "stage: execution %s has %s; name one"
                            .formatted(
                                    id,
                                    begun.stream()
                                            .map(StageView::id)
                                            .collect(Collectors.joining(", "))));
        }
        return begun.stream()
                .flatMap(it -> Optional.ofNullable(it.arrayId()).stream())
                .findFirst()
                .orElseThrow(
                        () ->
                                new NotFound(
                                        "execution %s has no stage %sthat has begun"
                                                .formatted(id, stage == null ? "" : stage + " ")));
    }

    private Response answer(
            Selection selection,
            ResultFileChoice choice,
            @Nullable String sort,
            HttpHeaders headers) {
        OutputTableBuilder builder = new OutputTableBuilder();
        List<Integer> without = new ArrayList<>();
        Map<Integer, Output> found =
                outputs.of(selection.arrayId()).stream()
                        .collect(Collectors.toMap(Output::index, Function.identity()));
        for (MemberView member : arrays.view(selection).members()) {
            Optional<Output> output = Optional.ofNullable(found.get(member.index()));
            String name = output.flatMap(choice::of).orElse("");
            byte[] content =
                    output.filter(it -> !name.isEmpty())
                            .flatMap(it -> outputs.file(selection.arrayId(), it, name))
                            .orElse(null);
            if (content == null) {
                without.add(member.index());
            }
            builder.add(member, name, content);
        }
        List<String> warnings =
                without.isEmpty()
                        ? List.of()
                        : List.of(
                                "[%s] have no %s here; they are listed without its values"
                                        .formatted(IndexSet.of(without).ranges(), choice.name()));
        OutputTable table = builder.table().sorted(sort);
        Response.ResponseBuilder answer =
                headers.getAcceptableMediaTypes().stream()
                                .anyMatch(type -> type.toString().startsWith(CSV))
                        ? Response.ok(OutputTableText.csv(table), CSV + ";charset=UTF-8")
                        : Responses.ok(headers, table.objects(), () -> OutputTableText.of(table));
        return Responses.warn(answer, warnings).build();
    }
}
