package io.jobarrays.benchmarks;

import io.jobarrays.benchmarks.plane.CloudAccess;
import io.jobarrays.benchmarks.plane.MeasuredPlane;
import io.jobarrays.benchmarks.result.Measurement;
import io.jobarrays.benchmarks.subject.LaunchMeasurements;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The control plane that is measured. A new one replaces it after a run that stopped. */
final class WarmPlanes implements AutoCloseable {
    private static final int WARM_UP_SIZE = 10;
    private static final int WARM_UP_ARRAYS = 2;

    private final BenchmarkOptions options;
    private @Nullable Open open;

    private record Open(MeasuredPlane plane, LaunchMeasurements launches) {}

    WarmPlanes(BenchmarkOptions options) {
        this.options = options;
    }

    Measurement measure(int size) throws IOException, InterruptedException {
        Measurement measurement = current().launches().measure(size);
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

    private Open current() throws IOException, InterruptedException {
        Open current = open;
        if (current == null) {
            current = started();
            open = current;
            for (int array = 0; array < WARM_UP_ARRAYS; array++) {
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
                        options.limitFactor(),
                        Optional.empty());
        try {
            return new Open(plane, LaunchMeasurements.on(plane, options.limit()));
        } catch (IOException | RuntimeException e) {
            plane.close();
            throw e;
        }
    }
}
