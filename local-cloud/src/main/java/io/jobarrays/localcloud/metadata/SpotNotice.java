package io.jobarrays.localcloud.metadata;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a spot instance is told before it is taken back, in the time of the instance's own clock.
 *
 * @param action terminate, stop or hibernate
 * @param at when it is taken
 * @param given when it was told
 */
public record SpotNotice(String action, Instant actionAt, Instant givenAt) {

    boolean isTermination() {
        return action.equals("terminate");
    }

    String instanceAction() {
        return "{\"action\": \"%s\", \"time\": \"%s\"}".formatted(action, seconds(actionAt));
    }

    String terminationTime() {
        return seconds(actionAt);
    }

    String rebalance() {
        return "{\"noticeTime\": \"%s\"}".formatted(seconds(givenAt));
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
