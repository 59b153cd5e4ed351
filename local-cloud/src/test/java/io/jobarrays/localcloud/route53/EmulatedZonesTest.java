package io.jobarrays.localcloud.route53;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jobarrays.localcloud.CloudFixture;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeInfo;
import software.amazon.awssdk.services.route53.model.CreateHostedZoneResponse;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.Route53Exception;

class EmulatedZonesTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(1);

    @Test
    void accountHasAHostedZoneFromTheStart() {
        HostedZone zone =
                client().listHostedZonesByName(it -> it.dnsName("spore.host"))
                        .hostedZones()
                        .getFirst();

        assertThat(zone.name()).isEqualTo("spore.host.");
        assertThat(zone.id()).startsWith("/hostedzone/Z");
    }

    @Test
    void zoneIsCreatedOncePerCallerReferenceAndDeletedWhenEmpty() {
        String reference = UUID.randomUUID().toString();

        CreateHostedZoneResponse created =
                client().createHostedZone(it -> it.name("Example.org").callerReference(reference));
        String id = created.hostedZone().id();

        assertThat(created.sdkHttpResponse().statusCode()).isEqualTo(201);
        assertThat(created.hostedZone().name()).isEqualTo("example.org.");
        assertThat(created.location())
                .isEqualTo("https://route53.amazonaws.com/2013-04-01/hostedzone/" + id);
        assertThat(created.delegationSet().nameServers())
                .hasSize(4)
                .noneMatch(it -> it.endsWith("."));
        assertThat(client().getHostedZone(it -> it.id(id)).hostedZone().resourceRecordSetCount())
                .isEqualTo(2);
        assertThat(
                        refused(
                                () ->
                                        client().createHostedZone(
                                                        it ->
                                                                it.name("example.org")
                                                                        .callerReference(
                                                                                reference))))
                .isEqualTo("HostedZoneAlreadyExists");
        upsert(id, "a.example.org", "1.2.3.4");
        assertThat(refused(() -> client().deleteHostedZone(it -> it.id(id))))
                .isEqualTo("HostedZoneNotEmpty");
        change(id, "DELETE", "a.example.org", "1.2.3.4");
        client().deleteHostedZone(it -> it.id(id));
        assertThat(refused(() -> client().getHostedZone(it -> it.id(id))))
                .isEqualTo("NoSuchHostedZone");
    }

    @Test
    void oneOfManyConcurrentCallsCreatesTheZoneOfACallerReference() throws Exception {
        EmulatedZones zones = new EmulatedZones();
        List<Callable<EmulatedZone>> calls =
                IntStream.range(0, 4000)
                        .mapToObj(
                                i ->
                                        (Callable<EmulatedZone>)
                                                () -> zones.create("race.org", "r" + i / 8, ""))
                        .toList();

        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            threads.invokeAll(calls);
        }

        assertThat(zones.byId()).hasSize(500);
    }

    @Test
    void changeIsPendingThenInSync() {
        ChangeInfo made = upsert(zone(), "sync.spore.host", "1.2.3.4");
        assertThat(made.statusAsString()).isEqualTo("PENDING");

        CLOUD.advanceClock(Duration.ofSeconds(2));

        assertThat(client().getChange(it -> it.id(made.id())).changeInfo().statusAsString())
                .isEqualTo("INSYNC");
        assertThat(refused(() -> client().getChange(it -> it.id("C000"))))
                .isEqualTo("NoSuchChange");
    }

    @Test
    void recordSetsAreListedInOrderOfReversedNames() {
        String id = newZone("order.org");
        for (String name : List.of("b.order.org", "z.a.order.org", "a.order.org", "*.order.org")) {
            upsert(id, name, "1.2.3.4");
        }

        var listed =
                client().listResourceRecordSets(it -> it.hostedZoneId(id)).resourceRecordSets();

        assertThat(listed)
                .extracting(ResourceRecordSet::name)
                .containsExactly(
                        "order.org.",
                        "order.org.",
                        "\\052.order.org.",
                        "a.order.org.",
                        "z.a.order.org.",
                        "b.order.org.");
    }

    @Test
    void recordSetsArePaged() {
        String id = newZone("pages.org");
        IntStream.range(0, 7).forEach(i -> upsert(id, "m" + i + ".pages.org", "1.2.3.4"));

        var first = client().listResourceRecordSets(it -> it.hostedZoneId(id).maxItems("4"));

        assertThat(first.isTruncated()).isTrue();
        assertThat(first.nextRecordName()).isEqualTo("m2.pages.org.");
        assertThat(
                        client().listResourceRecordSetsPaginator(
                                        it -> it.hostedZoneId(id).maxItems("4"))
                                .resourceRecordSets())
                .hasSize(9);
        assertThat(
                        client().listResourceRecordSets(
                                        it ->
                                                it.hostedZoneId(id)
                                                        .startRecordName("m6.pages.org")
                                                        .startRecordType("A"))
                                .resourceRecordSets())
                .hasSize(1);
    }

    @Test
    void zonesArePaged() {
        newZone("one.net");
        newZone("two.net");

        assertThat(client().listHostedZonesPaginator(it -> it.maxItems("1")).hostedZones())
                .extracting(HostedZone::name)
                .contains("one.net.", "two.net.", "spore.host.");
        assertThat(
                        client().listHostedZonesByName(it -> it.dnsName("one.net").maxItems("1"))
                                .isTruncated())
                .isTrue();
    }

    @Test
    void invalidBatchIsRefusedWithItsProblems() {
        Route53Exception refused =
                catchThrowableOfType(
                        Route53Exception.class,
                        () -> change(zone(), "DELETE", "missing.spore.host", "1.2.3.4"));

        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidChangeBatch");
        assertThat(refused.awsErrorDetails().errorMessage())
                .isEqualTo(
                        "[Tried to delete resource record set [name='missing.spore.host.', type='A']"
                                + " but it was not found]");
    }

    private static Route53Client client() {
        return CLOUD.route53();
    }

    private static String zone() {
        return client().listHostedZonesByName(it -> it.dnsName("spore.host"))
                .hostedZones()
                .getFirst()
                .id();
    }

    private static String newZone(String name) {
        return client().createHostedZone(it -> it.name(name).callerReference(name))
                .hostedZone()
                .id();
    }

    private static ChangeInfo upsert(String zone, String name, String value) {
        return change(zone, "UPSERT", name, value);
    }

    private static ChangeInfo change(String zone, String action, String name, String value) {
        ResourceRecordSet set =
                ResourceRecordSet.builder()
                        .name(name)
                        .type("A")
                        .ttl(60L)
                        .resourceRecords(ResourceRecord.builder().value(value).build())
                        .build();
        Change change = Change.builder().action(action).resourceRecordSet(set).build();
        return client().changeResourceRecordSets(
                        it -> it.hostedZoneId(zone).changeBatch(b -> b.changes(change)))
                .changeInfo();
    }

    private static String refused(ThrowingCallable call) {
        return catchThrowableOfType(Route53Exception.class, call).awsErrorDetails().errorCode();
    }
}
