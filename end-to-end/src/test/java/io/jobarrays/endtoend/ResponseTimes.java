package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Response times of a control plane for sequential requests on one connection.
 *
 * @param sorted the shortest first
 */
record ResponseTimes(List<Duration> sorted) {
    /**
     * @param path below {@code /api/v1}
     */
    static ResponseTimes of(TestControlPlane plane, String path, String type, int requests) {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            long began = System.nanoTime();
            HttpResponse<String> answer = plane.api().get(path, type);
            times.add(Duration.ofNanos(System.nanoTime() - began));
            assertThat(answer.statusCode()).isEqualTo(200);
        }
        return of(times);
    }

    static ResponseTimes of(List<Duration> times) {
        return new ResponseTimes(times.stream().sorted().toList());
    }

    Duration percentile(int percent) {
        return sorted.get(Math.max(0, Math.ceilDiv(sorted.size() * percent, 100) - 1));
    }
}
