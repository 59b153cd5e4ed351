package io.jobarrays.server.batch;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.arrays.view.ArrayViews;
import io.jobarrays.server.batch.jobxml.JobXmlValidator;
import io.jobarrays.server.batch.jobxml.graph.GraphNode;
import io.jobarrays.server.batch.jobxml.graph.JobGraph;
import io.jobarrays.server.batch.jobxml.graph.StageLinks;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.ExecutionRows;
import io.jobarrays.server.batch.rows.Stage;
import io.jobarrays.server.batch.rows.StageRows;
import io.jobarrays.server.batch.view.ExecutionViews;
import io.jobarrays.server.batch.view.PartitionView;
import io.jobarrays.server.batch.view.StageView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Graphs of definitions, and of executions with the states of their stages and indexes. */
@ApplicationScoped
public class JobGraphs {
    private final Definitions definitions;
    private final ExecutionRows executions;
    private final StageRows stages;
    private final ExecutionViews views;
    private final ArrayViews arrays;
    private final SpecCodec codec;

    JobGraphs(
            Definitions definitions,
            ExecutionRows executions,
            StageRows stages,
            ExecutionViews views,
            ArrayViews arrays,
            SpecCodec codec) {
        this.definitions = definitions;
        this.executions = executions;
        this.stages = stages;
        this.views = views;
        this.arrays = arrays;
        this.codec = codec;
    }

    /**
     * @param version null: the newest
     */
    public JobGraph ofDefinition(String name, @Nullable Integer version) {
        return JobXmlValidator.reread(definitions.xml(name, version)).jobGraph();
    }

    /** With the sizes that the execution's parameters gave, and the states of its indexes. */
    public JobGraph ofExecution(long id) {
        Execution row = executions.find(id);
        Map<String, StageView> current =
                views.of(row).stages().stream()
                        .collect(Collectors.toMap(StageView::id, Function.identity()));
        Map<String, ArrayView> begun =
                arrays.ofExecutions(List.of(id)).getOrDefault(id, List.of()).stream()
                        .collect(Collectors.toMap(ArrayView::id, Function.identity()));
        return JobXmlValidator.reread(definitions.xml(definition(row), row.version))
                .jobGraph(links(id))
                .withNodes(
                        node ->
                                Optional.ofNullable(current.get(node.id()))
                                        .filter(stage -> node.kind() == GraphNode.NodeKind.STAGE)
                                        .map(stage -> inExecution(node, stage, begun))
                                        .orElse(node));
    }

    /** The transitions, one a line. */
    public String linesOfExecution(long id) {
        Execution row = executions.find(id);
        return definitions.graph(definition(row), row.version);
    }

    private static String definition(Execution row) {
        if (row.definition == null) {
            throw new Refusal(
                    "execution %s launched one array: there is no graph".formatted(row.id));
        }
        return row.definition;
    }

    private Map<String, StageLinks> links(long execution) {
        return stages.ofExecution(execution).stream()
                .collect(Collectors.toMap(stage -> stage.id, this::links));
    }

    private StageLinks links(Stage row) {
        ArraySpec spec = codec.readSpec(row.flags);
        return new StageLinks(
                Optional.of(spec.indexes().size()),
                row.inputStages(),
                spec.after(),
                Optional.ofNullable(row.machines));
    }

    private static GraphNode inExecution(
            GraphNode node, StageView stage, Map<String, ArrayView> begun) {
        Map<String, String> indexes =
                Optional.ofNullable(stage.arrayId())
                        .flatMap(id -> Optional.ofNullable(begun.get(id)))
                        .map(array -> array.members().stream().map(PartitionView::of).toList())
                        .map(JobGraphs::indexes)
                        .orElseGet(() -> Map.of("planned", "[" + stage.indexes() + "]"));
        return node.inExecution(stage.size(), stage.state(), indexes);
    }

    static Map<String, String> indexes(List<PartitionView> partitions) {
        Map<String, String> indexes = new LinkedHashMap<>();
        for (String state : PartitionView.STATES) {
            List<Integer> found =
                    partitions.stream()
                            .filter(one -> one.state().equals(state))
                            .map(PartitionView::index)
                            .toList();
            if (!found.isEmpty()) {
                indexes.put(word(state), ranges(IndexSet.of(found)));
            }
        }
        return indexes;
    }

    private static String ranges(IndexSet indexes) {
        return "[" + indexes.ranges() + "]";
    }

    private static String word(String state) {
        return switch (state) {
            case "PLANNED" -> "planned";
            case "STARTED" -> "running";
            case "COMPLETED" -> "succeeded";
            default -> "failed";
        };
    }
}
