package io.jobarrays.server.instances.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.contract.Tags;
import io.jobarrays.server.SettableClock;
import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.StatementCount;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.owner.ArrayEdits;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.rows.SealedSpec;
import io.jobarrays.server.arrays.rows.SharedMachines;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.instances.ControlPlaneId;
import io.jobarrays.server.instances.UnknownInstances;
import io.jobarrays.server.instances.ec2.RecordedEc2;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.instances.rows.InstanceOwner;
import io.jobarrays.server.instances.rows.InstancePollRows;
import io.jobarrays.server.instances.rows.InstanceState;
import io.jobarrays.server.instances.rows.LaunchIntent;
import io.jobarrays.server.instances.rows.LaunchIntentRows;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionManager;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Polls of the local cloud; rows without an instance stand for ids that EC2 does not know. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class InstancePollTest {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    @Inject Ec2Client ec2;
    @Inject TransactionManager transactions;
    @Inject ControlPlaneId controlPlane;
    @Inject InstancePollRows rows;
    @Inject InstanceOwner owner;
    @Inject LaunchIntentRows intents;
    @Inject Event<InstanceChange> changes;
    @Inject SpawnConfig config;
    @Inject InstanceWatcher watcher;
    @Inject JobArrays arrays;

    private final SettableClock clock = new SettableClock();
    private RecordedEc2 recorded;
    private InstancePoll poll;
    private String arrayId = "";

    @BeforeEach
    void create() {
        recorded = new RecordedEc2(ec2, transactions);
        poll =
                new InstancePoll(
                        recorded.reads(),
                        controlPlane,
                        new UnknownInstances(config, clock),
                        rows,
                        owner,
                        intents,
                        changes,
                        clock);
        Map<String, String> flags =
                Map.of("job-array-name", "polled-" + random(), "count", "250", "command", "true");
        SealedSpec spec = new SealedSpec(ArraySpec.of(flags), JsonObject.mapFrom(flags).encode());
        arrayId = arrays.create(spec, null, Map.of(), SharedMachines.NONE, id -> -1).id();
    }

    @AfterEach
    void endArray() {
        ArrayEdits.end(arrayId, clock.instant());
    }

    @Test
    void readsMissingIdsInPagesOfAHundredOutsideOfTransactions() {
        insert(250, InstanceState.RUNNING);
        clock.advance(InstancePoll.LISTING_DELAY.plusSeconds(1));

        poll.poll();

        // The listing and three pages; rows of other tests may be one page more.
        assertThat(recorded.operations()).hasSizeBetween(4, 5).containsOnly("describeInstances");
        assertThat(recorded.insideTransactions()).isEmpty();
    }

    @Test
    void writesChangesOfAPollInFewStatements() {
        int runs = 5;
        IntStream.range(0, runs).forEach(run -> insert(250, InstanceState.RUNNING));
        List<String> ids = ids();

        long statements =
                StatementCount.leastOfOwner(
                        arrayId, runs, run -> observe(ids.subList(250 * run, 250 * (run + 1))));

        assertThat(statements).isLessThan(20);
        assertThat(states()).hasSize(runs * 250).containsOnly(InstanceState.TERMINATED);
    }

    @Test
    void findsAnInstanceByItsIdThatTheListingLacks() {
        String known = launch();
        try {
            insert(known, 0, InstanceState.PENDING);
            insert("i-0" + random(), 1, InstanceState.PENDING);
            clock.advance(InstancePoll.LISTING_DELAY.plusSeconds(1));

            poll.poll();

            assertThat(row(known).az).isNotNull();
        } finally {
            ec2.terminateInstances(r -> r.instanceIds(known));
        }
    }

    @Test
    void unknownInstanceIsGoneOnlyAfterAMinuteOfReads() {
        insert(1, InstanceState.RUNNING);
        clock.advance(InstancePoll.LISTING_DELAY.plusSeconds(1));

        poll.poll();
        clock.advance(A_MINUTE.multipliedBy(10));
        poll.poll();
        assertThat(states()).as("two reads, however far apart").containsOnly(InstanceState.RUNNING);

        poll.poll();
        assertThat(states()).containsOnly(InstanceState.TERMINATED);
    }

    @Test
    void newInstanceThatEc2NeverDescribedIsNotGoneWithinFiveMinutes() {
        insert(1, InstanceState.PENDING);
        pollForAMinute();
        poll.poll();
        assertThat(states()).containsOnly(InstanceState.PENDING);

        clock.advance(InstancePoll.LAUNCH_VISIBLE_WITHIN);
        poll.poll();
        assertThat(states()).containsOnly(InstanceState.TERMINATED);
    }

    @Test
    void instanceThatRunsAlthoughItsRowHasEndedIsTerminated() {
        String returned = launch(owned());
        insert(returned, 0, InstanceState.TERMINATED);

        watcher.pollSoon();

        await().atMost(Duration.ofSeconds(30))
                .until(() -> cloudState(returned).matches("shutting-down|terminated"));
    }

    @Test
    void instanceOfALaunchInFlightIsUnrecordedOnlyAfterTheLaunchIsClosed() {
        LaunchIntent intent = new LaunchIntent();
        intent.id = random();
        intent.arrayId = arrayId;
        intent.indexes = "0";
        owner.run(arrayId, instances -> instances.open(intent));
        String launched = launch(owned().clientToken(intent.id));
        try {
            assertThat(unrecorded()).doesNotContain(launched);

            owner.run(
                    arrayId,
                    instances -> instances.close(intent, "LAUNCHED_0_OF_1", clock.instant()));

            assertThat(unrecorded()).contains(launched);
        } finally {
            ec2.terminateInstances(r -> r.instanceIds(launched));
        }
    }

    /** As instances that EC2 no longer knows. */
    private void observe(List<String> ids) {
        owner.run(
                arrayId,
                instances -> instances.each(ids, row -> row.observed(null, clock.instant())));
    }

    private List<String> unrecorded() {
        return poll.poll().unrecorded().stream().map(it -> it.instanceId()).toList();
    }

    /** Two reads, and a clock a minute later; the next read decides. */
    private void pollForAMinute() {
        clock.advance(InstancePoll.LISTING_DELAY.plusSeconds(1));
        poll.poll();
        poll.poll();
        clock.advance(A_MINUTE);
    }

    private String launch() {
        return launch(RunInstancesRequest.builder());
    }

    private RunInstancesRequest.Builder owned() {
        Tag owner = Tag.builder().key(Tags.OWNER).value(controlPlane.id()).build();
        TagSpecification tags =
                TagSpecification.builder().resourceType(ResourceType.INSTANCE).tags(owner).build();
        return RunInstancesRequest.builder().tagSpecifications(tags);
    }

    private String launch(RunInstancesRequest.Builder request) {
        return ec2.runInstances(
                        request.imageId(config.defaultAmi())
                                .instanceType("t3.micro")
                                .minCount(1)
                                .maxCount(1)
                                .build())
                .instances()
                .getFirst()
                .instanceId();
    }

    private String cloudState(String id) {
        return ec2.describeInstances(r -> r.instanceIds(id))
                .reservations()
                .getFirst()
                .instances()
                .getFirst()
                .state()
                .nameAsString();
    }

    private void insert(int count, InstanceState state) {
        ArrayEdits.edit(
                arrayId,
                array ->
                        IntStream.range(0, count)
                                .forEach(index -> insert(array, "i-0" + random(), index, state)));
    }

    private void insert(String id, int index, InstanceState state) {
        ArrayEdits.edit(arrayId, array -> insert(array, id, index, state));
    }

    private void insert(OwnedArray array, String id, int index, InstanceState state) {
        ArrayEdits.addInstance(array, index, id, state, "nonce");
        array.instances().find(id).orElseThrow().launchedAt = clock.instant();
    }

    private List<InstanceState> states() {
        return QuarkusTransaction.requiringNew()
                .call(() -> Instance.ofArray(arrayId).stream().map(row -> row.state).toList());
    }

    private List<String> ids() {
        return QuarkusTransaction.requiringNew()
                .call(() -> Instance.ofArray(arrayId).stream().map(row -> row.instanceId).toList());
    }

    private Instance row(String id) {
        return QuarkusTransaction.requiringNew().call(() -> Instance.findById(id));
    }

    private static String random() {
        return "%016x".formatted(new SecureRandom().nextLong());
    }
}
