package io.jobarrays.benchmarks;

import io.jobarrays.benchmarks.plane.CloudAccess;
import io.jobarrays.benchmarks.plane.CloudControlClient;
import io.jobarrays.benchmarks.plane.LaunchTokens;
import io.jobarrays.benchmarks.plane.MeasuredPlane;
import io.jobarrays.benchmarks.result.Measurement;
import io.jobarrays.benchmarks.subject.ArrayLaunches;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The control plane that is measured. A new one replaces it after a run that stopped, and when its
 * own limiter, which has no reset, would delay the next launch for long.
 */
final class WarmPlanes implements AutoCloseable {
    private static final int WARM_UP_SIZE = 10;
    private static final int WARM_UP_ARRAYS = 2;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final BenchmarkOptions options;
    private final Clock clock = Clock.systemUTC();
    private @Nullable Open open;

    private record Open(MeasuredPlane plane, ArrayLaunches launches, LaunchTokens tokens) {}

    WarmPlanes(BenchmarkOptions options) {
        this.options = options;
    }

    Measurement measure(int size) throws IOException, InterruptedException {
        Open current = withTokens(size);
        current.tokens().take(size, clock.instant());
        Measurement measurement = current.launches().measure(size);
        if (!measurement.complete()) {
            close();
        }
        return measurement;
    }

    /** The local cloud of the current control plane. */
    CloudAccess cloud() throws IOException, InterruptedException {
        return current().plane().cloud();
    }

    @Override
    public void close() {
        Open last = open;
        open = null;
        if (last != null) {
            last.launches().close();
            last.plane().close();
        }
    }

    private Open withTokens(int size) throws IOException, InterruptedException {
        if (current().tokens().wait(size, clock.instant()).compareTo(LONGEST_WAIT) > 0) {
            close();
        }
        Open current = current();
        Thread.sleep(current.tokens().wait(size, clock.instant()));
        return current;
    }

    private Open current() throws IOException, InterruptedException {
        Open current = open;
        if (current == null) {
            current = started();
            open = current;
            for (int array = 0; array < WARM_UP_ARRAYS; array++) {
                current.tokens().take(WARM_UP_SIZE, clock.instant());
                current.launches().measure(WARM_UP_SIZE);
            }
        }
        return current;
    }

    private Open started() throws IOException, InterruptedException {
        MeasuredPlane plane =
                MeasuredPlane.start(
                        options.root(),
                        2 * options.largestSize() + WARM_UP_SIZE,
                        options.limitFactor());
        try (CloudControlClient cloud = plane.cloud().control()) {
            LaunchTokens tokens = cloud.launchTokens(clock.instant());
            return new Open(plane, ArrayLaunches.on(plane, options.limit()), tokens);
        } catch (IOException | RuntimeException e) {
            plane.close();
            throw e;
        }
    }
}
