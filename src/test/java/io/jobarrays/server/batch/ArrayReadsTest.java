package io.jobarrays.server.batch;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.jobarrays.server.StatementCount;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
import io.jobarrays.server.arrays.rows.ArrayFilter;
import io.jobarrays.server.arrays.rows.ArrayRowEdits;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.view.ArrayView;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ArrayReadsTest {
    @Inject ArrayLaunches launches;
    @Inject JobArrays arrays;
    @Inject SimulatedPhases phases;

    private final List<String> launched = new ArrayList<>();

    @AfterEach
    void endWork() {
        launched.forEach(phases::releaseHeld);
    }

    @Test
    void answersPeersOfTheNewestGenerationOnly() {
        String id = launch("simulated-peers", 3);
        authorized()
                .get("/api/v1/arrays/" + id + "/peers")
                .then()
                .statusCode(404)
                .body("code", equalTo("SPAWN-NOT-FOUND"))
                .body("detail", containsString("array " + id + " has no peers: they are"))
                .body("detail", containsString("0 of 3 are"));

        ArrayRowEdits.publishPeers(id, 1, "[1]");
        ArrayRowEdits.publishPeers(id, 2, "[1, 2]");

        authorized()
                .get("/api/v1/arrays/" + id + "/peers")
                .then()
                .statusCode(200)
                .body(equalTo("[1, 2]"));
    }

    @Test
    void endedArrayAlwaysHasAnExitCode() throws Exception {
        String id = launch("simulated-flip", 2);
        AtomicBoolean stop = new AtomicBoolean();
        Thread flips =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    for (int i = 0; !stop.get(); i++) {
                                        ArrayRowEdits.setEnded(id, i % 2 == 0);
                                    }
                                });
        try {
            List<ArrayView> views = IntStream.range(0, 500).mapToObj(i -> arrays.view(id)).toList();

            assertThat(views).extracting(view -> view.state().name()).contains("ENDED");
            assertThat(views)
                    .allMatch(
                            view ->
                                    !view.state().name().equals("ENDED")
                                            || view.exitCode() != null);
        } finally {
            stop.set(true);
            flips.join();
        }
    }

    @Test
    void readsManyArraysInAsManyStatementsAsOne() {
        IntStream.range(0, 5).forEach(i -> launch("simulated-read" + i, 4));

        long one = statements(() -> arrays.list(named("simulated-read0")));
        long all = statements(() -> assertThat(arrays.list(named(null))).hasSizeGreaterThan(4));

        assertThat(all).isEqualTo(one).isLessThan(6);
    }

    @Test
    void readsRowsOfAnArrayAgainAfterACommitOnly() {
        String id = launch("simulated-quiet", 4);

        assertThat(statements(() -> arrays.view(id))).isZero();

        ArrayRowEdits.publishPeers(id, 7, "[]");
        assertThat(arrays.view(id).peersGeneration()).isEqualTo(7);
    }

    private static ArrayFilter named(@Nullable String name) {
        return new ArrayFilter(name, null, null, null, null, 1000);
    }

    /** Of one read. */
    private long statements(Runnable read) {
        return StatementCount.leastOf(40, i -> read.run());
    }

    private String launch(String name, int count) {
        phases.hold(name);
        launched.add(name);
        return launches.launch(
                        ArraySpec.of(
                                Map.of(
                                        "job-array-name",
                                        name,
                                        "count",
                                        "" + count,
                                        "command",
                                        "true")))
                .id();
    }
}
