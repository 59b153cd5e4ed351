package io.jobarrays.server.arrays;

import io.jobarrays.contract.ArrayId;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.agents.MemberFiles;
import io.jobarrays.server.instances.Fleet;
import io.jobarrays.server.problems.NotFound;
import io.jobarrays.server.problems.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All arrays: made, found, renewed, listed. */
@ApplicationScoped
public class Arrays {
    private final ArrayRooms rooms;
    private final ArrayViews views;
    private final SpecText specs;
    private final MemberFiles files;
    private final Fleet fleet;
    private final Story story;
    private final Clock clock;

    Arrays(
            ArrayRooms rooms,
            ArrayViews views,
            SpecText specs,
            MemberFiles files,
            Fleet fleet,
            Story story,
            Clock clock) {
        this.rooms = rooms;
        this.views = views;
        this.specs = specs;
        this.files = files;
        this.fleet = fleet;
        this.story = story;
        this.clock = clock;
    }

    /** Refuses what EC2 would refuse, before anything is made. */
    public void preflight(ArraySpec spec) {
        String region = spec.region();
        if (region != null && !region.equals(fleet.region())) {
            throw new Refusal(
                    "region: this control plane serves %s, not \"%s\""
                            .formatted(fleet.region(), region));
        }
        String type = spec.machine().instanceType();
        if (type != null && !fleet.offers(type)) {
            throw new Refusal(
                    "instance-type: \"%s\" is not offered in %s; t3.micro and m7i.large are"
                            .formatted(type, fleet.region()));
        }
    }

    /**
     * The array's rows, committed; its machines come when its batch job asks.
     *
     * @param stage null for an array launched by itself
     * @param inputArrays stage to the array whose outputs it reads
     */
    public String create(
            ArraySpec spec,
            long execution,
            @Nullable String stage,
            Map<String, String> inputArrays) {
        String id =
                ArrayId.of(spec.name(), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))
                        .value();
        try {
            QuarkusTransaction.requiringNew()
                    .run(() -> persist(id, spec, execution, stage, inputArrays));
        } catch (PersistenceException e) {
            // Somebody was quicker by a moment: the unique index decides.
            QuarkusTransaction.requiringNew().run(() -> refuseTaken(spec, stage, spec.label()));
            throw e;
        }
        files.set(id, spec.work().bundle(), inputArrays);
        rooms.room(id);
        return id;
    }

    public Optional<String> ofStage(long execution, String stage) {
        return QuarkusTransaction.requiringNew()
                .call(() -> JobArray.ofStage(execution, stage).map(row -> row.id));
    }

    /** A person restarts: what did not succeed gets a new attempt; coupled work all of it. */
    public void renew(String arrayId) {
        boolean renewed = QuarkusTransaction.requiringNew().call(() -> reset(arrayId));
        if (renewed) {
            story.tell(arrayId, "starts again");
            rooms.room(arrayId);
        }
    }

    /** The execution's batch job has ended: what is not kept is drained. */
    public void finished(long execution) {
        for (String id : idsOf(execution)) {
            QuarkusTransaction.requiringNew()
                    .run(() -> JobArray.update("finished = true where id = ?1", id));
            QuarkusTransaction.requiringNew()
                    .call(() -> JobArray.<JobArray>findByIdOptional(id))
                    .filter(row -> row.endedAt == null)
                    .ifPresent(row -> rooms.room(id).leave());
        }
    }

    /** No machine of the execution's is left but those that are kept. */
    public boolean drained(long execution) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                JobArray.ofExecution(execution).stream()
                                        .noneMatch(
                                                row ->
                                                        row.endedAt == null
                                                                && specs.read(row.flags)
                                                                                .onComplete()
                                                                        != OnComplete.KEEP));
    }

    public List<String> idsOf(long execution) {
        return QuarkusTransaction.requiringNew()
                .call(() -> JobArray.ofExecution(execution).stream().map(r -> r.id).toList());
    }

    public ArrayView view(String arrayId) {
        return views.of(arrayId, member -> true);
    }

    /** With the members that are meant, and no others. */
    public ArrayView view(Selection selection) {
        return views.of(selection.arrayId(), member -> selection.has(member.index()));
    }

    /** Newest first. */
    public List<ArrayView> list(ArrayFilter filter) {
        List<String> ids =
                QuarkusTransaction.requiringNew()
                        .call(() -> ArrayQuery.of(filter).stream().map(row -> row.id).toList());
        return ids.stream()
                .map(
                        id ->
                                views.of(
                                        id,
                                        member ->
                                                filter.state() == null
                                                        || filter.state().equals(member.state())))
                .filter(view -> filter.state() == null || !view.members().isEmpty())
                .toList();
    }

    private void persist(
            String id,
            ArraySpec spec,
            long execution,
            @Nullable String stage,
            Map<String, String> inputArrays) {
        String label = label(spec, execution, stage);
        refuseTaken(spec, stage, label);
        Instant now = clock.instant();
        JobArray row = new JobArray();
        row.id = id;
        row.name = spec.name().value();
        row.label = label;
        row.size = spec.count();
        row.standalone = spec.standalone();
        row.flags = specs.text(spec.flags());
        row.execution = execution;
        row.stage = stage;
        row.inputArrays = specs.text(inputArrays);
        row.region = fleet.region();
        row.createdAt = now;
        row.launchStartedAt = now;
        row.ttlDeadline = spec.ttl() == null ? null : now.plus(spec.ttl());
        row.persistAndFlush();
        List<String> names = spec.memberNames();
        for (int index = 0; index < names.size(); index++) {
            Member member = new Member();
            member.arrayId = id;
            member.index = index;
            member.name = names.get(index);
            member.persist();
        }
    }

    /** Two runs of one chain may hold a name at once, so theirs carries the execution. */
    private static @Nullable String label(ArraySpec spec, long execution, @Nullable String stage) {
        if (spec.label() == null || stage == null || spec.flags().containsKey("dns")) {
            return spec.label();
        }
        String run = Long.toString(execution, 36);
        return spec.label() + "-" + "0".repeat(Math.max(0, 4 - run.length())) + run;
    }

    private static void refuseTaken(
            ArraySpec spec, @Nullable String stage, @Nullable String label) {
        for (JobArray live : JobArray.alive()) {
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
                throw new Refused(
                        409,
                        "SPAWN-LABEL-TAKEN",
                        "the DNS names of %s would clash with those of %s; choose another --dns"
                                .formatted(label, live.id));
            }
        }
    }

    private boolean reset(String arrayId) {
        JobArray row = JobArray.findById(arrayId);
        if (row == null) {
            throw new NotFound("there is no array " + arrayId);
        }
        ArraySpec spec = specs.read(row.flags);
        if (Member.count("arrayId = ?1 and (exitStatus is null or exitStatus <> 'EXIT_0')", arrayId)
                == 0) {
            return false;
        }
        String which = spec.barrier() ? "" : " and (exitStatus is null or exitStatus <> 'EXIT_0')";
        Member.update(
                "attempt = attempt + 1, exitStatus = null, reason = null, endedAt = null,"
                        + " peersGeneration = -1 where arrayId = ?1"
                        + which,
                arrayId);
        Instant now = clock.instant();
        row.finished = false;
        row.draining = false;
        row.outcome = null;
        row.reason = null;
        row.launchCode = null;
        row.launchReason = null;
        row.endedAt = null;
        row.state = ArrayState.LAUNCHING;
        row.launchStartedAt = now;
        row.ttlDeadline = spec.ttl() == null ? null : now.plus(spec.ttl());
        return true;
    }
}
