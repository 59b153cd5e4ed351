package io.jobarrays.server.arrays.rows;

import io.jobarrays.contract.ArrayId;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.instances.ec2.Ec2Calls;
import io.jobarrays.server.problems.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Inserts arrays with their members under names that no other live array has. */
@ApplicationScoped
public class ArrayCreation {
    private final SpecCodec specs;
    private final Ec2Calls ec2;
    private final Clock clock;

    ArrayCreation(SpecCodec specs, Ec2Calls ec2, Clock clock) {
        this.specs = specs;
        this.ec2 = ec2;
        this.clock = clock;
    }

    public String newId(ArraySpec spec) {
        return ArrayId.of(spec.name(), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))
                .value();
    }

    /**
     * Runs an insertion of the array in a new transaction.
     *
     * @throws Refused if another live array has its name or one of its DNS names
     */
    public <T> T inTransaction(ArraySpec spec, @Nullable String stage, Callable<T> insertion) {
        try {
            return QuarkusTransaction.requiringNew().call(insertion);
        } catch (PersistenceException e) {
            // A concurrent launch committed the name first: the unique index decides.
            QuarkusTransaction.requiringNew()
                    .run(() -> refuseTakenNames(spec, stage, spec.dnsLabel()));
            throw e;
        }
    }

    /** Refuses a size under which the array's names would be those of another. */
    public static void refuseTakenDnsNames(JobArray row, int size) {
        for (JobArray live : liveArrays()) {
            if (row.label != null
                    && live.label != null
                    && !live.id.equals(row.id)
                    && LabelClash.between(row.label, size, live.label, live.size)) {
                throw clash(row.label, live);
            }
        }
    }

    /** Inserts the array and its members within the caller's transaction. */
    public void insert(
            String id,
            SealedSpec sealed,
            long execution,
            @Nullable String stage,
            Map<String, String> inputArrays,
            SharedMachines machines) {
        ArraySpec spec = sealed.spec();
        String label = label(spec, execution, stage);
        if (machines.sources().isEmpty()) {
            refuseTakenNames(spec, stage, label);
        } else {
            // The machines keep their names.
            label = JobArray.<JobArray>findById(machines.sources().getFirst()).label;
        }
        Instant now = clock.instant();
        JobArray row = new JobArray();
        row.id = id;
        row.name = spec.name().value();
        row.label = label;
        row.size = spec.count();
        row.standalone = spec.standalone();
        row.flags = sealed.text();
        row.execution = execution;
        row.stage = stage;
        row.inputArrays = specs.writeMap(inputArrays);
        row.region = ec2.region();
        row.createdAt = now;
        row.machinesFrom = String.join(",", machines.sources());
        row.sharesLabel = !machines.sources().isEmpty();
        row.keptMachines = machines.kept().ranges();
        row.persistAndFlush();
        Instant deadline = ttlDeadline(spec, now);
        List<Integer> indexes = spec.indexes().toList();
        for (int position = 0; position < indexes.size(); position++) {
            int index = indexes.get(position);
            Member member = newMember(id, index, spec.memberName(index), deadline, now);
            member.held = !spec.after().isEmpty();
            member.deferred = spec.maxConcurrent() != null && position >= spec.maxConcurrent();
            member.persist();
        }
    }

    /** In milliseconds, the precision of tags and agent messages; null without TTL. */
    public static @Nullable Instant ttlDeadline(ArraySpec spec, Instant now) {
        return spec.ttl() == null ? null : now.plus(spec.ttl()).truncatedTo(ChronoUnit.MILLIS);
    }

    public static Member newMember(
            String arrayId, int index, String name, @Nullable Instant deadline, Instant now) {
        Member member = new Member();
        member.arrayId = arrayId;
        member.index = index;
        member.name = name;
        member.attemptAt = now;
        member.power.ttlDeadline = deadline;
        return member;
    }

    /** Stages of two executions may be live at once, so their labels contain the execution. */
    private static @Nullable String label(ArraySpec spec, long execution, @Nullable String stage) {
        if (spec.dnsLabel() == null || stage == null || spec.flags().containsKey("dns")) {
            return spec.dnsLabel();
        }
        String run = Long.toString(execution, 36);
        return spec.dnsLabel() + "-" + "0".repeat(Math.max(0, 4 - run.length())) + run;
    }

    public static void refuseTakenNames(
            ArraySpec spec, @Nullable String stage, @Nullable String label) {
        for (JobArray live : liveArrays()) {
            if (stage == null && live.stage == null && live.name.equals(spec.name().value())) {
                throw new Refused(
                        409,
                        "SPAWN-NAME-TAKEN",
                        ("an array named %s lives already: %s; choose another name or end it with"
                                        + " spawn terminate %s")
                                .formatted(live.name, live.id, live.name));
            }
            if (label != null
                    && live.label != null
                    && LabelClash.between(label, spec.count(), live.label, live.size)) {
                throw clash(label, live);
            }
        }
    }

    private static List<JobArray> liveArrays() {
        return QuarkusTransaction.joiningExisting().call(JobArray::notEnded);
    }

    private static Refused clash(String label, JobArray live) {
        return new Refused(
                409,
                "SPAWN-LABEL-TAKEN",
                "the DNS names of %s would clash with those of %s; choose another --dns"
                        .formatted(label, live.id));
    }
}
