package io.jobarrays.server.batch.engine;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.edges.Edge;
import io.jobarrays.server.arrays.events.EventSignal;
import io.jobarrays.server.arrays.plan.EdgeDecision;
import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.batch.rows.Stage;
import io.jobarrays.server.batch.rows.StageRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Lets the work of stages begin that wait for others with {@code after}. One thread for each such
 * array looks at every event of the execution, and once a second, until no index waits.
 */
@ApplicationScoped
class StageEdges {
    private static final Logger LOG = Logger.getLogger(StageEdges.class);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    /** A flow in which no stage goes on for this time has ended. */
    private static final Duration FLOW_ENDED_AFTER = Duration.ofSeconds(20);

    private final JobArrays arrays;
    private final StageRows stages;
    private final EventSignal signal;
    private final ReleasedExecutions released;
    private final SpecCodec codec;
    private final Clock clock;

    /** By array: how often a watch was asked for, since its thread began. */
    private final Map<String, Integer> watched = new ConcurrentHashMap<>();

    StageEdges(
            JobArrays arrays,
            StageRows stages,
            EventSignal signal,
            ReleasedExecutions released,
            SpecCodec codec,
            Clock clock) {
        this.arrays = arrays;
        this.stages = stages;
        this.signal = signal;
        this.released = released;
        this.codec = codec;
        this.clock = clock;
    }

    /** Once for each array at a time; without effect for a stage that waits for none. */
    void watch(Stage stage, String arrayId) {
        if (codec.readSpec(stage.flags).after().isEmpty()) {
            return;
        }
        if (watched.merge(arrayId, 1, Integer::sum) == 1) {
            Thread.ofVirtual()
                    .name("edges-" + arrayId)
                    .start(() -> new Watch(stage, arrayId).run());
        }
    }

    /** The array of one stage, while indexes of it wait. */
    private final class Watch {
        private final Stage stage;
        private final String arrayId;
        private final List<Edge> edges;
        private final Map<String, String> flows;

        /** Since when no stage goes on in the flow of a stage that has not begun. */
        private final Map<String, Instant> quietSince = new HashMap<>();

        Watch(Stage stage, String arrayId) {
            this.stage = stage;
            this.arrayId = arrayId;
            this.edges = codec.readSpec(stage.flags).after();
            this.flows = codec.readMap(stage.flows);
        }

        /** Goes on when a watch was asked for while it ended. */
        void run() {
            Integer asked;
            do {
                asked = watched.get(arrayId);
                watch();
            } while (!watched.remove(arrayId, asked));
        }

        private void watch() {
            try (EventSignal.Subscription events = signal.subscribe(stage.execution, null)) {
                while (!events.isStopping()
                        && !released.contains(stage.execution)
                        && anyWaitsStill()) {
                    events.await(POLL_INTERVAL);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private boolean anyWaitsStill() {
            try {
                return decide();
            } catch (RuntimeException e) {
                // An outage of the database must not let the stage wait for ever.
                LOG.warnf(e, "%s: what it waits for is looked at again", arrayId);
                return true;
            }
        }

        private boolean decide() {
            ArraySnapshot array = arrays.snapshot(arrayId);
            if (array.draining() || array.batchJobEnded() || array.notViable()) {
                return false;
            }
            Map<String, EdgeDecision.Source> sources = new HashMap<>();
            List<Integer> begin = new ArrayList<>();
            Map<Integer, String> never = new TreeMap<>();
            int waiting = 0;
            for (MemberSnapshot member : array.members()) {
                if (member.open() && member.lifecycle().held()) {
                    switch (of(member, sources)) {
                        case EdgeDecision.Begins begins -> begin.add(member.index());
                        case EdgeDecision.Never no -> never.put(member.index(), no.reason());
                        case EdgeDecision.Waits waits -> waiting++;
                    }
                }
            }
            if (!begin.isEmpty()) {
                arrays.release(arrayId, IndexSet.of(begin), inputs());
            }
            if (!never.isEmpty()) {
                arrays.endHeld(arrayId, never);
            }
            return waiting > 0;
        }

        private EdgeDecision of(MemberSnapshot member, Map<String, EdgeDecision.Source> known) {
            return EdgeDecision.of(
                    edges, member.index(), name -> known.computeIfAbsent(name, this::source));
        }

        private EdgeDecision.Source source(String name) {
            Stage source = stages.find(stage.execution, name);
            if (source.arrayId != null) {
                return new EdgeDecision.Source(arrays.snapshot(source.arrayId), false);
            }
            return new EdgeDecision.Source(
                    null, source.exitStatus != null || hasItsFlowEnded(name));
        }

        private boolean hasItsFlowEnded(String name) {
            List<String> flow = List.of(flows.getOrDefault(name, "").split(",", -1));
            boolean goesOn =
                    stages.ofExecution(stage.execution).stream()
                            .anyMatch(
                                    one ->
                                            flow.contains(one.id)
                                                    && one.arrayId != null
                                                    && one.exitStatus == null);
            Instant now = clock.instant();
            if (goesOn) {
                quietSince.remove(name);
                return false;
            }
            Instant since = quietSince.computeIfAbsent(name, one -> now);
            return !now.isBefore(since.plus(FLOW_ENDED_AFTER));
        }

        private Map<String, String> inputs() {
            Map<String, String> inputs = new TreeMap<>();
            for (String input : stage.inputStages()) {
                String source = stages.find(stage.execution, input).arrayId;
                if (source != null) {
                    inputs.put(input, source);
                }
            }
            return inputs;
        }
    }
}
