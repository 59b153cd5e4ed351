package io.jobarrays.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the stages of a pipeline must end with: ALL_OK, except where the pipeline is about something
 * else.
 *
 * @param exitStatuses by stage; empty for one that does not run
 * @param retries attempts of all indexes beyond the first
 * @param endedByPolicy indexes whose work is ended since others decided
 */
record PipelineResults(
        String pipeline, Map<String, String> exitStatuses, int retries, int endedByPolicy) {
    private static final Pattern PARTLY = Pattern.compile("(SUCCEEDED|FAILED)_(\\d+)_OF_\\d+");

    static PipelineResults of(String pipeline) {
        return switch (pipeline) {
            case "retries" ->
                    new PipelineResults(pipeline, Map.of("import", "SUCCEEDED_2_OF_3"), 1, 0);
            case "leader-workers" ->
                    new PipelineResults(pipeline, Map.of("primes", "SUCCEEDED_1_OF_3"), 0, 2);
            case "train-until-good" ->
                    new PipelineResults(pipeline, Map.of("judge", "FAILED_2_OF_2"), 0, 0);
            case "train-until-good at once" ->
                    new PipelineResults(pipeline, Map.of("train-longer", ""), 0, 0);
            default -> new PipelineResults(pipeline, Map.of(), 0, 0);
        };
    }

    String exitStatus(String stage) {
        return exitStatuses.getOrDefault(stage, "ALL_OK");
    }

    boolean runs(JsonNode stage) {
        return !exitStatus(id(stage)).isEmpty();
    }

    /** Members of the stage whose work succeeds. */
    int succeeded(JsonNode stage) {
        int size = stage.path("size").asInt();
        Matcher partly = PARTLY.matcher(exitStatus(id(stage)));
        if (!partly.matches()) {
            return size;
        }
        int number = Integer.parseInt(partly.group(2));
        return partly.group(1).equals("SUCCEEDED") ? number : size - number;
    }

    /** The label of such a stage in the metrics. */
    String outcome(JsonNode stage) {
        Matcher partly = PARTLY.matcher(exitStatus(id(stage)));
        return partly.matches() ? partly.group(1).toLowerCase(Locale.ROOT) : "all_ok";
    }

    private static String id(JsonNode stage) {
        return stage.path("id").asText();
    }
}
