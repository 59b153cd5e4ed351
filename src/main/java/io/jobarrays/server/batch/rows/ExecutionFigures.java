package io.jobarrays.server.batch.rows;

import io.jobarrays.server.arrays.rows.StateCounts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Figures of many executions for metrics, read in one statement. */
@ApplicationScoped
public class ExecutionFigures {
    /** Prefix of the keys of stages in {@link #byState}. */
    public static final String STAGE = "stage ";

    public static final List<String> STAGE_STATES = List.of("waiting", "running", "ended");

    private static final String BY_STATE =
            """
            select state, count(*) from execution where state in ('STARTING', 'STARTED') group by 1
            union all
            select 'stage ' || case
                    when exit_status is not null then 'ended'
                    when array_id is null then 'waiting'
                    else 'running' end, count(*)
                from stage where execution in
                    (select id from execution where state in ('STARTING', 'STARTED')) group by 1
            """;

    /** Executions that go on by {@link ExecutionState}, and their stages by state. */
    public Map<String, Long> byState() {
        return StateCounts.read(BY_STATE);
    }
}
