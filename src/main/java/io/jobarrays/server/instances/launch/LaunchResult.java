package io.jobarrays.server.instances.launch;

import java.util.List;

/** How one launch call ended. */
public sealed interface LaunchResult {
    /** As many as came; the indexes they took. */
    record Launched(List<Integer> indexes) implements LaunchResult {}

    /** None came and trying again later may help. */
    record NotNow(String code, String sentence) implements LaunchResult {}

    /** None came and the same request can never succeed. */
    record Never(String code, String sentence) implements LaunchResult {}
}
