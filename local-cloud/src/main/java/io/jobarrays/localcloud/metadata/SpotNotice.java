package io.jobarrays.localcloud.metadata;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Spot interruption notice, in the time of the instance's clock.
 *
 * @param action terminate, stop or hibernate
 * @param actionAt time of the interruption
 * @param givenAt time at which the notice was given
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

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
