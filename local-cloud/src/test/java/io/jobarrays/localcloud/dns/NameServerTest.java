package io.jobarrays.localcloud.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.BYTE_ARRAY;

import io.jobarrays.localcloud.CloudFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

class NameServerTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(2);

    @BeforeAll
    static void records() {
        upsert("one.spore.host", "A", "198.18.0.1");
        upsert("deep.below.spore.host", "A", "198.18.0.2");
        upsert("alias.spore.host", "CNAME", "one.spore.host.");
        upsert("*.wild.spore.host", "A", "198.18.0.3");
        upsert(
                "some.spore.host",
                "A",
                IntStream.range(0, 26).mapToObj(i -> "198.18.2." + i).toArray(String[]::new));
        upsert(
                "many.spore.host",
                "A",
                IntStream.range(0, 60).mapToObj(i -> "198.18.1." + i).toArray(String[]::new));
    }

    @Test
    void recordIsAnsweredAuthoritativelyInAnyCase() throws IOException {
        Message answer = ask("ONE.spore.HOST", Type.A, false);

        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(values(answer)).containsExactly("198.18.0.1");
        assertThat(answer.getSection(Section.ANSWER).getFirst().getTTL()).isEqualTo(60);
    }

    @Test
    void nameWithoutTheTypeIsNotNxdomain() throws IOException {
        Message other = ask("one.spore.host", Type.AAAA, false);
        Message between = ask("below.spore.host", Type.A, false);

        assertThat(List.of(other.getRcode(), between.getRcode())).containsOnly(Rcode.NOERROR);
        assertThat(values(other)).isEmpty();
        assertThat(other.getSection(Section.AUTHORITY))
                .singleElement()
                .extracting(Record::getType)
                .isEqualTo(Type.SOA);
    }

    @Test
    void missingNameIsNxdomain() throws IOException {
        Message answer = ask("none.spore.host", Type.A, false);

        assertThat(answer.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(answer.getSection(Section.AUTHORITY)).hasSize(1);
    }

    @Test
    void zoneAnswersItsFourNameServersAndItsStartOfAuthority() throws IOException {
        Message servers = ask("spore.host", Type.NS, false);
        Message authority = ask("spore.host", Type.SOA, false);

        assertThat(values(servers))
                .hasSize(4)
                .allMatch(it -> it.matches("ns-\\d+\\.awsdns-\\d+\\.(com|net|org|co\\.uk)\\."));
        assertThat(servers.getSection(Section.AUTHORITY)).isEmpty();
        assertThat(values(authority))
                .containsExactly(
                        "ns-2048.awsdns-64.com. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400");
        assertThat(authority.getSection(Section.ANSWER).getFirst().getTTL()).isEqualTo(900);
    }

    @Test
    void positiveAnswerNamesTheNameServersWhereTheyFit() throws IOException {
        assertThat(ask("one.spore.host", Type.A, false).getSection(Section.AUTHORITY))
                .hasSize(4)
                .allMatch(it -> it.getType() == Type.NS);
        assertThat(
                        new Message(CLOUD.guest().dns(query("some.spore.host").toWire()))
                                .getSection(Section.AUTHORITY))
                .as("26 addresses fit a datagram, name servers do not")
                .isEmpty();
    }

    @Test
    void cnameIsFollowed() throws IOException {
        assertThat(values(ask("alias.spore.host", Type.A, false)))
                .containsExactly("one.spore.host.", "198.18.0.1");
    }

    @Test
    void wildcardMatchesAnyNameBelow() throws IOException {
        Message answer = ask("any.wild.spore.host", Type.A, false);

        assertThat(values(answer)).containsExactly("198.18.0.3");
        assertThat(answer.getSection(Section.ANSWER).getFirst().getName())
                .hasToString("any.wild.spore.host.");
    }

    @Test
    void answerThatExceedsADatagramIsTruncatedAndCompleteOverTcp() throws IOException {
        Message datagram = new Message(CLOUD.guest().dns(query("many.spore.host").toWire()));
        Message stream = ask("many.spore.host", Type.A, true);

        assertThat(datagram.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(values(stream)).hasSize(60);
        assertThat(CLOUD.guest().dns(query("many.spore.host").toWire()).length)
                .isLessThanOrEqualTo(512);
        assertThat(values(ask("many.spore.host", Type.A, false))).hasSize(60);
    }

    @Test
    void escapesOfTextAreOctal() throws IOException {
        upsert(
                "text.spore.host",
                "TXT",
                "\"\\101\\303\\251\\377\" \"a\\\"b \\\\\"",
                "\"" + "\\001".repeat(255) + "\"");

        List<List<byte[]>> strings =
                ask("text.spore.host", Type.TXT, true).getSection(Section.ANSWER).stream()
                        .map(it -> ((TXTRecord) it).getStringsAsByteArrays())
                        .toList();

        assertThat(strings.getFirst())
                .containsExactly(
                        new byte[] {'A', (byte) 0xC3, (byte) 0xA9, (byte) 0xFF},
                        "a\"b \\".getBytes(StandardCharsets.US_ASCII));
        assertThat(strings.getLast()).singleElement().asInstanceOf(BYTE_ARRAY).hasSize(255);
    }

    @Test
    void namesOutsideTheZonesAreRefused() throws IOException {
        assertThat(ask("example.com", Type.A, false).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void instanceNamesOfEc2AreResolved() throws IOException {
        Instance instance =
                CLOUD.ec2()
                        .runInstances(
                                it -> it.imageId("ami-0abcdef1234567890").minCount(1).maxCount(1))
                        .instances()
                        .getFirst();

        assertThat(values(ask(instance.privateDnsName(), Type.A, false)))
                .containsExactly(instance.privateIpAddress());
        assertThat(values(ask(instance.publicDnsName().toUpperCase(Locale.ROOT), Type.A, false)))
                .containsExactly(instance.privateIpAddress());
        assertThat(ask("ip-10-77-9-9.ec2.internal", Type.A, false).getRcode())
                .isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void malformedQueryIsNotAnswered() {
        assertThat(CLOUD.guest().dns(new byte[] {1, 2, 3})).isEmpty();
    }

    private static Message ask(String name, int type, boolean tcp) throws IOException {
        SimpleResolver resolver = new SimpleResolver("127.0.0.1");
        resolver.setPort(CLOUD.cloud().dnsPort());
        resolver.setTCP(tcp);
        return resolver.send(
                Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN)));
    }

    private static Message query(String name) throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN));
    }

    private static List<String> values(Message answer) {
        return answer.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
    }

    private static void upsert(String name, String type, String... values) {
        String zone =
                CLOUD.route53()
                        .listHostedZonesByName(it -> it.dnsName("spore.host"))
                        .hostedZones()
                        .getFirst()
                        .id();
        ResourceRecordSet set =
                ResourceRecordSet.builder()
                        .name(name)
                        .type(type)
                        .ttl(60L)
                        .resourceRecords(
                                List.of(values).stream()
                                        .map(it -> ResourceRecord.builder().value(it).build())
                                        .toList())
                        .build();
        Change change = Change.builder().action("UPSERT").resourceRecordSet(set).build();
        CLOUD.route53()
                .changeResourceRecordSets(
                        it -> it.hostedZoneId(zone).changeBatch(b -> b.changes(change)));
    }
}
