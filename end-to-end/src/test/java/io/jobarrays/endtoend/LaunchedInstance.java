package io.jobarrays.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An instance that EC2 launched for an array, read from EC2 alone.
 *
 * @param index by the user data of its launch call and its place in the call
 * @param ending when it began to shut down; the end of time while it is live
 */
record LaunchedInstance(String id, int index, String state, Instant launched, Instant ending) {
    private static final Pattern INDEXES = Pattern.compile("SPAWN_INDEXES='([^']*)'");

    boolean live() {
        return !state.equals("shutting-down") && !state.equals("terminated");
    }

    /** All instances of the array, also those that were terminated in the last hour. */
    static List<LaunchedInstance> of(AwsCli aws, TestCloud cloud, String arrayId) {
        Map<String, Instant> launched = new HashMap<>();
        Map<String, Instant> ending = new HashMap<>();
        for (JsonNode event : cloud.eventsAfter(0)) {
            String id = event.path("instance_id").asText();
            Instant time = Instant.parse(event.path("time").asText());
            launched.putIfAbsent(id, time);
            if (List.of("shutting-down", "terminated").contains(event.path("event").asText())) {
                ending.putIfAbsent(id, time);
            }
        }
        Map<String, List<Integer>> indexes = new HashMap<>();
        List<LaunchedInstance> all = new ArrayList<>();
        for (JsonNode instance : describe(aws, arrayId)) {
            String id = instance.path("InstanceId").asText();
            List<Integer> ofCall =
                    indexes.computeIfAbsent(
                            instance.path("ClientToken").asText(), token -> indexes(aws, id));
            all.add(
                    new LaunchedInstance(
                            id,
                            ofCall.get(instance.path("AmiLaunchIndex").asInt()),
                            instance.path("State").path("Name").asText(),
                            launched.getOrDefault(id, Instant.EPOCH),
                            ending.getOrDefault(id, Instant.MAX)));
        }
        return all;
    }

    private static JsonNode describe(AwsCli aws, String arrayId) {
        return aws.run(
                        "ec2",
                        "describe-instances",
                        "--filters",
                        "Name=tag:spawn:job-array-id,Values=" + arrayId,
                        "--query",
                        "Reservations[].Instances[]")
                .json();
    }

    private static List<Integer> indexes(AwsCli aws, String instanceId) {
        String encoded =
                aws.run(
                                "ec2",
                                "describe-instance-attribute",
                                "--attribute",
                                "userData",
                                "--instance-id",
                                instanceId,
                                "--query",
                                "UserData.Value")
                        .json()
                        .asText();
        String script = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        Matcher ranges = INDEXES.matcher(script);
        if (!ranges.find()) {
            throw new AssertionError(instanceId + " has no indexes in its user data");
        }
        return numbers(ranges.group(1));
    }

    /** {@code 0-2,7}: 0, 1, 2, 7. */
    private static List<Integer> numbers(String ranges) {
        List<Integer> numbers = new ArrayList<>();
        for (String range : ranges.split(",", -1)) {
            String[] ends = range.split("-", -1);
            for (int n = Integer.parseInt(ends[0]);
                    n <= Integer.parseInt(ends[ends.length - 1]);
                    n++) {
                numbers.add(n);
            }
        }
        return numbers;
    }
}
