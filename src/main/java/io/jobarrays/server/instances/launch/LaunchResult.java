package io.jobarrays.server.instances.launch;

import java.util.List;

/** Outcome of one launch call. */
public sealed interface LaunchResult {
    /** The indexes that got an instance; fewer than requested when capacity was short. */
    record Launched(List<Integer> indexes) implements LaunchResult {}

    /** No instance was launched; a later call may succeed. */
    record NotNow(String code, String sentence) implements LaunchResult {}

    /** No instance was launched and the same request can never succeed. */
    record Never(String code, String sentence) implements LaunchResult {}
}
