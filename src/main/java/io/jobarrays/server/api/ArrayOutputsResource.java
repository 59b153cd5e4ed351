package io.jobarrays.server.api;

import io.jobarrays.server.api.read.IndexesParameter;
import io.jobarrays.server.api.view.OutputView;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.verbs.Selection;
import io.jobarrays.server.arrays.verbs.Selectors;
import io.jobarrays.server.arrays.view.ArrayView;
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

/** Files collected from the members of an array; kept after their machines are terminated. */
@Path("/api/v1")
@Tag(name = "files")
@RunOnVirtualThread
public class ArrayOutputsResource {
    private static final String TAR_GZ = "application/gzip";

    private final JobArrays arrays;
    private final Selectors selectors;
    private final OutputStore outputs;

    ArrayOutputsResource(JobArrays arrays, Selectors selectors, OutputStore outputs) {
        this.arrays = arrays;
        this.selectors = selectors;
        this.outputs = outputs;
    }

    @GET
    @Path("arrays/{selector}/outputs")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listArrayOutputs",
            summary = "Lists the collected files of an array by index")
    public List<OutputView> list(@PathParam("selector") String selector) {
        Selection selection = selectors.read(selector);
        return views(null, selection.arrayId())
                .filter(output -> selection.has(output.index()))
                .toList();
    }

    @GET
    @Path("arrays/{selector}/outputs/{index}")
    @Produces(TAR_GZ)
    @Operation(
            operationId = "getArrayOutput",
            summary = "Returns the collected files of one index as tar.gz")
    public File get(@PathParam("selector") String selector, @PathParam("index") String index) {
        return file(arrays.view(selectors.read(selector).arrayId()), index);
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
