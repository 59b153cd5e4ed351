package io.jobarrays.server.batch;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.CreatedArray;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.LaunchRate;
import io.jobarrays.server.arrays.Preflight;
import io.jobarrays.server.arrays.edges.Edge;
import io.jobarrays.server.arrays.events.Event;
import io.jobarrays.server.arrays.events.EventRows;
import io.jobarrays.server.arrays.rows.SealedSpec;
import io.jobarrays.server.arrays.rows.SharedMachines;
import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.spec.MachinesFlag;
import io.jobarrays.server.batch.rows.Dependency;
import io.jobarrays.server.batch.rows.ExecutionRows;
import io.jobarrays.server.problems.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Launches of arrays that belong to no job XML, each an execution of its own. */
@ApplicationScoped
public class ArrayLaunches {
    private final JobArrays arrays;
    private final Preflight preflight;
    private final LaunchRate launchRate;
    private final Submissions submissions;
    private final SpecCodec codec;
    private final ExecutionRows rows;
    private final ExecutionStart start;
    private final EventRows events;

    ArrayLaunches(
            JobArrays arrays,
            Preflight preflight,
            LaunchRate launchRate,
            Submissions submissions,
            SpecCodec codec,
            ExecutionRows rows,
            ExecutionStart start,
            EventRows events) {
        this.arrays = arrays;
        this.preflight = preflight;
        this.launchRate = launchRate;
        this.submissions = submissions;
        this.codec = codec;
        this.rows = rows;
        this.start = start;
        this.events = events;
    }

    /**
     * Launches one array through the five steps of a stage.
     *
     * @throws Refused if a live array has its name or one of its DNS names; nothing is kept then
     */
    public CreatedArray launch(ArraySpec spec) {
        return launch(spec, null);
    }

    /** As {@link #launch(ArraySpec)}, when the execution or array has ended that is named. */
    public CreatedArray launch(ArraySpec spec, @Nullable String after) {
        if (!spec.after().isEmpty()) {
            throw new Refusal(
                    "after: %s names stages of a job XML; a launch begins after another one with spawn launch --after ID, or POST /arrays?after=ID"
                            .formatted(Edge.text(spec.after())));
        }
        String machines = spec.flags().get(MachinesFlag.NAME);
        if (machines != null) {
            throw new Refusal(
                    "machines: %s is a stage of a job XML; submit the job, or leave it out"
                            .formatted(machines));
        }
        preflight.check(spec);
        launchRate.check(spec);
        String bundle = spec.work().bundle();
        if (bundle != null) {
            submissions.requireBundle(bundle);
        }
        Dependency awaited = start.dependency(after);
        SealedSpec sealed = codec.seal(spec);
        CreatedArray array =
                arrays.create(
                        sealed,
                        null,
                        Map.of(),
                        SharedMachines.NONE,
                        id -> rows.insertLaunch(sealed, id, awaited));
        events.add(
                array.execution(),
                null,
                array.id(),
                Event.WHOLE_ARRAY,
                "%s: launch of %d was asked for"
                        .formatted(spec.name().value(), spec.memberCount()));
        start.run(array.execution(), awaited);
        return array;
    }
}
