package io.jobarrays.server.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.server.SettableClock;
import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.aws.AwsMeters;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Publishes and withdraws names in the local cloud's Route 53; foreign records stay. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class PublishedNamesTest {
    private static final String GROUP = "compute.5k0zfnmq.spore.host";
    private static final String FIRST = "compute-0.5k0zfnmq.spore.host";
    private static final String SECOND = "compute-1.5k0zfnmq.spore.host";
    private static final SequencedMap<String, List<String>> TWO =
            names(
                    Map.of(
                            GROUP, List.of("10.0.0.2", "10.0.0.1"),
                            FIRST, List.of("10.0.0.1"),
                            SECOND, List.of("10.0.0.2")));

    @Inject DnsPublisher names;
    @Inject ZoneWriter writer;
    @Inject DnsRecordRows records;
    @Inject SpawnConfig config;
    @Inject DnsZone zone;
    @Inject AwsMeters meters;

    @BeforeEach
    void empty() {
        List.of("old", "new").forEach(names::withdraw);
        eventually(() -> names.hasNoRecords("old") && names.hasNoRecords("new"));
        zone.all()
                .forEach(
                        (name, addresses) ->
                                change(new RecordChange.Delete(0, name, addresses, List.of())));
    }

    @Test
    void writesPublishedNames() {
        names.publish("old", TWO);

        eventually(() -> zone.all().size() == 3);
        assertThat(zone.all())
                .containsEntry(GROUP, List.of("10.0.0.1", "10.0.0.2"))
                .containsEntry(FIRST, List.of("10.0.0.1"))
                .containsEntry(SECOND, List.of("10.0.0.2"));
        assertThat(names.problem()).isEmpty();
    }

    @Test
    void replacesEarlierNames() {
        names.publish("old", TWO);
        eventually(() -> zone.all().size() == 3);

        names.publish("old", names(Map.of(FIRST, List.of("10.0.0.7"))));

        eventually(() -> zone.all().equals(Map.of(FIRST, List.of("10.0.0.7"))));
    }

    @Test
    void deletesWithdrawnNames() {
        names.publish("old", TWO);
        eventually(() -> zone.all().size() == 3);
        assertThat(names.hasNoRecords("old")).isFalse();

        names.withdraw("old");

        eventually(() -> names.hasNoRecords("old"));
        assertThat(zone.all()).isEmpty();
    }

    @Test
    void keepsRecordReplacedByAnotherControlPlane() {
        names.publish("old", TWO);
        eventually(() -> zone.all().size() == 3);
        change(new RecordChange.Upsert(0, FIRST, List.of("10.9.9.9")));

        names.withdraw("old");

        eventually(() -> names.hasNoRecords("old"));
        assertThat(zone.all()).isEqualTo(Map.of(FIRST, List.of("10.9.9.9")));
    }

    @Test
    void deletesOtherRecordsWhenOneIsMissing() {
        names.publish("old", TWO);
        eventually(() -> zone.all().size() == 3);
        change(new RecordChange.Delete(0, SECOND, List.of("10.0.0.2"), List.of()));

        names.withdraw("old");

        eventually(() -> names.hasNoRecords("old"));
        assertThat(zone.all()).isEmpty();
    }

    @Test
    void keepsNamesOfSuccessor() {
        names.publish("old", TWO);
        eventually(() -> zone.all().size() == 3);

        names.withdraw("old");
        names.publish("new", TWO);

        eventually(() -> names.hasNoRecords("old"));
        eventually(() -> zone.all().size() == 3);
        assertThat(names.hasNoRecords("new")).isFalse();
    }

    @Test
    void rewritesMissingRecord() {
        names.publish("old", TWO);
        eventually(() -> zone.all().size() == 3);
        change(new RecordChange.Delete(0, SECOND, List.of("10.0.0.2"), List.of()));

        writer.compare();
        names.publish("new", names(Map.of()));

        eventually(() -> zone.all().containsKey(SECOND));
    }

    @Test
    void deletesWithdrawnRecordThatReturns() {
        names.publish("old", TWO);
        eventually(() -> zone.all().size() == 3);
        names.withdraw("old");
        eventually(() -> names.hasNoRecords("old"));
        change(new RecordChange.Upsert(0, FIRST, List.of("10.0.0.1")));
        change(new RecordChange.Upsert(0, SECOND, List.of("10.9.9.9")));

        writer.compare();
        writer.writePending();

        assertThat(zone.all())
                .as("the record of another writer stays")
                .isEqualTo(Map.of(SECOND, List.of("10.9.9.9")));
    }

    @Test
    void deletesRecordWhoseSuccessorWasNeverWritten() {
        names.publish("old", TWO);
        eventually(() -> zone.all().size() == 3);
        records.deleteAll("old");
        records.setDesired("new", TWO);
        records.deleteAll("new");

        writer.compare();
        writer.writePending();

        assertThat(zone.all()).isEmpty();
    }

    @Test
    void comparesTheZoneAgainAfterTheInterval() {
        names.publish("old", TWO);
        eventually(() -> zone.all().size() == 3);
        SettableClock clock = new SettableClock();
        DnsPublisher publisher = new DnsPublisher(records, writer, config, clock);
        publisher.write();
        change(new RecordChange.Delete(0, SECOND, List.of("10.0.0.2"), List.of()));

        assertThat(publisher.write()).isPositive();
        assertThat(zone.all()).doesNotContainKey(SECOND);

        clock.advance(config.dnsCompareEvery());
        publisher.write();
        publisher.write();
        assertThat(zone.all()).containsKey(SECOND);
    }

    @Test
    void comparesWithoutACallForEachName() {
        SequencedMap<String, List<String>> many = new LinkedHashMap<>();
        IntStream.range(0, 350)
                .forEach(i -> many.put("n-" + i + ".5k0zfnmq.spore.host", List.of("10.0.0.1")));
        names.publish("old", many);
        eventually(() -> zone.all().size() == 350);
        long before = meters.calls("ListResourceRecordSets");

        writer.compare();

        assertThat(meters.calls("ListResourceRecordSets") - before).isEqualTo(2);
    }

    @Test
    void writesAThousandNamesInTwoCalls() {
        SequencedMap<String, List<String>> thousand = new LinkedHashMap<>();
        IntStream.range(0, 1000)
                .forEach(i -> thousand.put("n-" + i + ".5k0zfnmq.spore.host", List.of("10.0.0.1")));
        long before = meters.calls("ChangeResourceRecordSets");

        names.publish("old", thousand);

        eventually(() -> zone.all().size() == 1000);
        assertThat(meters.calls("ChangeResourceRecordSets") - before).isEqualTo(2);
    }

    private void change(RecordChange change) {
        assertThat(zone.change(List.of(change))).isInstanceOf(DnsZone.ChangeResult.Done.class);
    }

    private static void eventually(Callable<Boolean> condition) {
        // Each poll is a call, and calls wait for the rate limit of Route 53.
        await().pollInterval(Duration.ofMillis(400))
                .atMost(Duration.ofSeconds(30))
                .until(condition);
    }

    private static SequencedMap<String, List<String>> names(Map<String, List<String>> names) {
        return new LinkedHashMap<>(names);
    }
}
