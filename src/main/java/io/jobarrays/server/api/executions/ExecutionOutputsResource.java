package io.jobarrays.server.api.executions;

import io.jobarrays.server.api.read.IndexesParameter;
import io.jobarrays.server.api.view.OutputView;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.batch.Executions;
import io.jobarrays.server.batch.view.StageView;
import io.jobarrays.server.files.archives.OutputStore;
import io.jobarrays.server.problems.NotFound;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.File;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Files collected in the stages of an execution; kept after their machines are terminated. */
@Path("/api/v1")
@Tag(name = "files")
@RunOnVirtualThread
public class ExecutionOutputsResource {
    private static final String TAR_GZ = "application/gzip";

    private final Executions executions;
    private final JobArrays arrays;
    private final OutputStore outputs;

    ExecutionOutputsResource(Executions executions, JobArrays arrays, OutputStore outputs) {
        this.executions = executions;
        this.arrays = arrays;
        this.outputs = outputs;
    }

    @GET
    @Path("executions/{id}/outputs")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listExecutionOutputs",
            summary = "Lists the collected files of an execution by stage and index")
    public List<OutputView> list(@PathParam("id") String id) {
        return executions.view(IndexesParameter.number(id)).stages().stream()
                .flatMap(stage -> views(stage.id(), stage.arrayId()))
                .toList();
    }

    @GET
    @Path("executions/{id}/outputs/{stage}/{index}")
    @Produces(TAR_GZ)
    @Operation(
            operationId = "getExecutionOutput",
            summary = "Returns the collected files of one index of a stage as tar.gz")
    public File get(
            @PathParam("id") String id,
            @PathParam("stage") String stage,
            @PathParam("index") String index) {
        StageView found =
                executions.view(IndexesParameter.number(id)).stages().stream()
                        .filter(view -> view.id().equals(stage))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new NotFound(
                                                "execution %s has no stage %s"
                                                        .formatted(id, stage)));
        String arrayId = found.arrayId();
        if (arrayId == null) {
            throw new NotFound("stage %s of execution %s never started".formatted(stage, id));
        }
        return file(arrays.view(arrayId), index);
    }

    private Stream<OutputView> views(@Nullable String stage, @Nullable String arrayId) {
        return arrayId == null
                ? Stream.empty()
                : outputs.of(arrayId).stream().map(output -> OutputView.of(stage, output));
    }

    private File file(ArrayView array, String text) {
        int index = IndexesParameter.of(array, text);
        return outputs.open(array.id(), index)
                .orElseThrow(
                        () ->
                                new NotFound(
                                        "index %d of array %s collected nothing, or its files are at the place that its list names"
                                                .formatted(index, array.id())))
                .toFile();
    }
}
