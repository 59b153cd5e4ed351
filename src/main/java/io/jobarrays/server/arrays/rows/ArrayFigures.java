package io.jobarrays.server.arrays.rows;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Figures of many arrays for metrics, each read in one statement. */
@ApplicationScoped
public class ArrayFigures {
    /** Prefix of the keys of members in {@link #byState}. */
    public static final String MEMBER = "member ";

    /** States of members, as far as their own rows have them. */
    public static final List<String> MEMBER_STATES =
            List.of("waiting", "peers_sent", "ready", "off", "succeeded", "failed");

    private static final String BY_STATE =
            """
            select state, count(*) from job_array where ended_at is null group by 1
            union all
            select 'member ' || case
                    when exit_status = 'EXIT_0' and unkept_outputs is null then 'succeeded'
                    when exit_status is not null then 'failed'
                    when power in ('STOPPED', 'HIBERNATED') then 'off'
                    when peers_generation > 0 then 'ready'
                    when peers_generation = 0 then 'peers_sent'
                    else 'waiting' end, count(*)
                from member where not retired
                and array_id in (select id from job_array where ended_at is null) group by 1
            """;

    /** Arrays that have not ended by {@link ArrayState}, and their members by state. */
    public Map<String, Long> byState() {
        return StateCounts.read(BY_STATE);
    }

    /** When the last member of the execution ended; empty when none has. */
    public Optional<Instant> lastMemberEnd(long execution) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                Member.find(
                                                "select max(endedAt) from Member where arrayId in"
                                                        + " (select id from JobArray where"
                                                        + " execution = ?1)",
                                                execution)
                                        .project(Instant.class)
                                        .firstResultOptional());
    }
}
