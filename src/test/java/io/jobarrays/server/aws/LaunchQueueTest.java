package io.jobarrays.server.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The instances' bucket holds 1,000 and gets 2 a second; the requests' one 5 and 2 a second. */
class LaunchQueueTest {
    private final SettableClock clock = new SettableClock();
    private final Instant start = clock.instant();
    private final LaunchQueue queue = new LaunchQueue(new AwsRateLimits(clock, 1), clock);

    @Test
    void admitsCallsWhileTheBucketsHoldEnough() {
        assertThat(ask("a", 100, 1000)).isZero();
        assertThat(ask("a", 100, 900)).isZero();
    }

    @Test
    void countsOneRequestForEachCall() {
        for (int i = 0; i < 5; i++) {
            assertThat(ask("a" + i, 1, 1)).isZero();
        }

        assertThat(ask("b", 1, 1)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void keepsNothingOfWhatWasGivenBack() {
        ask("a", 1000, 1000);
        queue.giveBack(400);

        assertThat(ask("b", 400, 400)).isZero();
        assertThat(ask("c", 10, 10)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void arraysTakeTurnsCallByCall() {
        ask("large", 1000, 1000);
        assertThat(ask("large", 100, 1200)).isEqualTo(Duration.ofSeconds(50));
        assertThat(ask("small", 10, 10)).isEqualTo(Duration.ofSeconds(5));

        secondsAfterStart(5);
        assertThat(ask("large", 100, 1200)).isEqualTo(Duration.ofSeconds(50));
        assertThat(ask("small", 10, 10)).isZero();
    }

    @Test
    void collectsTheInstancesOfACoupledArrayInOrderOfSubmission() {
        ask("first", 1000, 1000);
        queue.leave("first");

        assertThat(ask("coupled", 400, 400)).isEqualTo(Duration.ofSeconds(200));
        secondsAfterStart(100);
        assertThat(ask("later", 100, 100)).isEqualTo(Duration.ofSeconds(150));
        assertThat(ask("coupled", 400, 400)).isEqualTo(Duration.ofSeconds(100));

        secondsAfterStart(200);
        assertThat(ask("later", 100, 100)).isPositive();
        assertThat(ask("coupled", 400, 400)).isZero();
    }

    @Test
    void letsOthersPassWithInstancesThatThoseBeforeThemDoNotNeed() {
        ask("first", 900, 900);
        queue.leave("first");
        secondsAfterStart(10);
        ask("waits", 200, 200);

        secondsAfterStart(50);

        assertThat(ask("waits-too", 100, 100)).isEqualTo(Duration.ofSeconds(50));
        secondsAfterStart(100);
        assertThat(ask("waits-too", 100, 100)).isZero();
    }

    @Test
    void anArrayThatLeftHoldsUpNoOther() {
        ask("first", 1000, 1000);
        ask("starved", 1000, 1000);

        queue.leave("starved");
        queue.leave("first");

        assertThat(ask("other", 2, 2)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void estimatesTheTimeUntilTheLastCall() {
        ask("a", 100, 2200);

        assertThat(queue.timeUntilLastCall("a")).isEqualTo(Duration.ofMinutes(10));
        assertThat(queue.timeUntilLastCall("unknown")).isZero();
    }

    @Test
    void estimatesTheWaitOfANewArrayWithTheTurnsOfOthers() {
        ask("a", 1000, 1000);
        ask("a", 100, 1000);

        assertThat(queue.timeUntilLastCall(100, 100)).isEqualTo(Duration.ofSeconds(50));
        assertThat(queue.timeUntilLastCall(1000, 100)).isEqualTo(Duration.ofSeconds(500));
    }

    @Test
    void asksForNoMoreThanAFullBucketAtOnce() {
        LaunchQueue slow = new LaunchQueue(new AwsRateLimits(clock, 0.1), clock);

        assertThat(queue.mostPerCall()).isEqualTo(1000);
        assertThat(slow.mostPerCall()).isEqualTo(100);
    }

    private void secondsAfterStart(int seconds) {
        clock.advance(Duration.between(clock.instant(), start.plusSeconds(seconds)));
    }

    private Duration ask(String array, int nextCall, int total) {
        return queue.admit(new LaunchDemand(array, start, nextCall, total));
    }
}
