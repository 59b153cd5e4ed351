package io.jobarrays.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An ended execution, as REST shows it.
 *
 * @param result exit status
 * @param stages those that ran
 */
record ObservedExecution(String id, String state, String result, Map<String, Stage> stages) {

    /** A stage that ran. */
    record Stage(String arrayId, String exitStatus, SortedMap<Integer, Member> members) {
        static final Stage NONE = new Stage("", "", new TreeMap<>());

        boolean ran() {
            return !arrayId.isEmpty();
        }

        boolean hasSucceeded() {
            return exitStatus.equals("ALL_OK") || exitStatus.startsWith("SUCCEEDED_");
        }

        boolean hasSucceeded(int index) {
            return members.containsKey(index) && members.get(index).hasSucceeded();
        }

        int succeeded() {
            return (int) members.values().stream().filter(Member::hasSucceeded).count();
        }

        int failed() {
            return (int) members.values().stream().filter(Member::hasFailed).count();
        }
    }

    /** Index of a stage. */
    record Member(String exitStatus, int attempt, String state) {
        private static final List<String> LIVE =
                List.of("pending", "running", "stopping", "stopped");

        boolean hasSucceeded() {
            return exitStatus.equals("EXIT_0");
        }

        boolean wasEndedByPolicy() {
            return exitStatus.equals("ENDED_BY_POLICY");
        }

        boolean hasFailed() {
            return !hasSucceeded() && !wasEndedByPolicy();
        }

        boolean isLive() {
            return LIVE.contains(state);
        }
    }

    Stage stage(String stage) {
        return stages.getOrDefault(stage, Stage.NONE);
    }

    boolean hasLiveInstances() {
        return stages.values().stream()
                .flatMap(stage -> stage.members().values().stream())
                .anyMatch(Member::isLive);
    }

    static ObservedExecution read(ApiReader api, String id) {
        JsonNode view = api.json("/executions/" + id);
        Map<String, Stage> stages = new TreeMap<>();
        for (JsonNode stage : view.path("stages")) {
            if (stage.hasNonNull("array_id")) {
                stages.put(stage.path("id").asText(), stage(api, stage));
            }
        }
        return new ObservedExecution(
                id, view.path("state").asText(), view.path("exit_status").asText(), stages);
    }

    private static Stage stage(ApiReader api, JsonNode stage) {
        String array = stage.path("array_id").asText();
        SortedMap<Integer, Member> members = new TreeMap<>();
        for (JsonNode member : api.json("/arrays/" + array).path("members")) {
            members.put(
                    member.path("index").asInt(),
                    new Member(
                            member.path("exit_status").asText(),
                            member.path("attempt").asInt(),
                            member.path("state").asText()));
        }
        return new Stage(array, stage.path("exit_status").asText(), members);
    }
}
