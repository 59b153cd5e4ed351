package io.jobarrays.localcloud.route53;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jobarrays.localcloud.limits.SizeLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeBatch;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

class ChangeBatchValidatorTest {
    private final EmulatedZone zone = new EmulatedZone("Z1", "spore.host", "reference", "");

    @Test
    void createAddsARecordSetAndRefusesAnExistingOne() {
        change(change("CREATE", "a.spore.host", "A", "1.2.3.4"));

        assertThat(values("a.spore.host", "A")).containsExactly("1.2.3.4");
        assertThat(refusal(change("CREATE", "A.spore.host.", "A", "1.2.3.5")))
                .isEqualTo(
                        "[Tried to create resource record set [name='a.spore.host.', type='A'] but"
                                + " it already exists]");
    }

    @Test
    void upsertAddsOrReplaces() {
        change(change("UPSERT", "a.spore.host", "A", "1.2.3.4"));
        change(change("UPSERT", "a.spore.host", "A", "1.2.3.5", "1.2.3.6"));

        assertThat(values("a.spore.host", "A")).containsExactly("1.2.3.5", "1.2.3.6");
    }

    @Test
    void deleteRequiresTheExactValuesAndTtl() {
        change(change("CREATE", "a.spore.host", "A", "1.2.3.4", "1.2.3.5"));
        Change other = change("DELETE", "a.spore.host", "A", "1.2.3.4");
        Change exact = change("DELETE", "a.spore.host", "A", "1.2.3.5", "1.2.3.4");
        Change otherTtl =
                exact.toBuilder()
                        .resourceRecordSet(exact.resourceRecordSet().toBuilder().ttl(61L).build())
                        .build();

        assertThat(refusal(other)).contains("the values provided do not match the current values");
        assertThat(refusal(otherTtl)).contains("do not match the current values");
        assertThat(refusal(change("DELETE", "b.spore.host", "A", "1.2.3.4")))
                .contains("was not found");
        change(exact);
        assertThat(zone.find("a.spore.host", "A")).isEmpty();
    }

    @Test
    void batchIsAppliedCompletelyOrNotAtAll() {
        String refusal =
                refusal(
                        change("CREATE", "a.spore.host", "A", "1.2.3.4"),
                        change("DELETE", "b.spore.host", "A", "1.2.3.4"),
                        change("CREATE", "c.example.com", "A", "1.2.3.4"));

        assertThat(refusal)
                .contains("was not found", "c.example.com. is not permitted in zone spore.host.");
        assertThat(zone.find("a.spore.host", "A")).isEmpty();
    }

    @Test
    void recordIsReplacedByDeleteAndCreateInOneBatch() {
        change(change("CREATE", "a.spore.host", "A", "1.2.3.4"));

        change(
                change("DELETE", "a.spore.host", "A", "1.2.3.4"),
                change("CREATE", "a.spore.host", "A", "1.2.3.5"));

        assertThat(values("a.spore.host", "A")).containsExactly("1.2.3.5");
    }

    @Test
    void batchHasAtMostThousandRecordsAndUpsertCountsTwice() {
        change(many("UPSERT", 500));

        assertThat(refusal(many("UPSERT", 501)))
                .contains("Number of records limit of 1000 exceeded.");
        change(many("DELETE", 500));
        change(many("CREATE", 1000));
        assertThat(refusal(many("DELETE", 1001))).contains("limit of 1000 exceeded");
    }

    @Test
    void batchHasAtMost32000CharactersOfValues() {
        String text = "\"" + "x".repeat(198) + "\"";
        List<Change> fits =
                IntStream.range(0, 80)
                        .mapToObj(i -> change("UPSERT", "t" + i + ".spore.host", "TXT", text))
                        .toList();
        List<Change> tooLong = new ArrayList<>(fits);
        tooLong.add(change("UPSERT", "more.spore.host", "TXT", "\"x\""));

        change(fits.toArray(Change[]::new));

        assertThat(refusal(tooLong.toArray(Change[]::new)))
                .isEqualTo("[Number of characters limit of 32000 exceeded.]");
    }

    @Test
    void recordSetHasAtMostFourHundredValues() {
        String[] addresses =
                IntStream.range(0, 401)
                        .mapToObj(i -> "10.0." + i / 256 + "." + i % 256)
                        .toArray(String[]::new);

        assertThat(refusal(change("CREATE", "a.spore.host", "A", addresses)))
                .contains("401 values, more than the limit of 400");
        change(
                change(
                        "CREATE",
                        "a.spore.host",
                        "A",
                        List.of(addresses).subList(1, 401).toArray(String[]::new)));
        assertThat(values("a.spore.host", "A")).hasSize(400);
    }

    @Test
    void invalidOrDuplicateValuesAreRefused() {
        assertThat(refusal(change("CREATE", "a.spore.host", "A", "1.2.3.400")))
                .contains("ARRDATAIllegalIPv4Address", "1.2.3.400");
        assertThat(refusal(change("CREATE", "a.spore.host", "A", "1.2.3.4", "1.2.3.4")))
                .contains("Duplicate Resource Record: '1.2.3.4'");
        assertThat(refusal(change("CREATE", "a.spore.host", "A"))).contains("but found none");
        change(change("CREATE", "a.spore.host", "SRV", "1 10 8080 b.spore.host"));
        change(change("CREATE", "a.spore.host", "TXT", "\"some text\""));
    }

    @Test
    void textValuesAreInQuotationMarks() {
        change(change("CREATE", "t.spore.host", "TXT", "\"one\" \"a \\\"b\\\"\""));

        assertThat(refusal(change("UPSERT", "t.spore.host", "TXT", "some text")))
                .contains(
                        "InvalidCharacterString (Value should be enclosed in quotation marks) encountered with 'some text'");
        for (String wrong : List.of("\\400", "\\1x", "\\18", "\\9", "a\nb")) {
            assertThat(refusal(change("UPSERT", "t.spore.host", "TXT", "\"" + wrong + "\"")))
                    .as(wrong)
                    .contains("InvalidCharacterString");
        }
        assertThat(refusal(change("UPSERT", "t.spore.host", "TXT", "\"open")))
                .contains("InvalidCharacterString");
        assertThat(refusal(change("UPSERT", "t.spore.host", "TXT", "\"" + "x".repeat(256) + "\"")))
                .contains("CharacterStringTooLong");
    }

    @Test
    void changeWithoutARequiredFieldOrWithAnUnknownValueIsInvalidInput() {
        assertThat(code(Change.builder().action("CREATE").build())).isEqualTo("InvalidInput");
        assertThat(code(change("DESTROY", "a.spore.host", "A", "1.2.3.4")))
                .isEqualTo("InvalidInput");
        assertThat(code(change("CREATE", "a.spore.host", "AXFR", "1.2.3.4")))
                .isEqualTo("InvalidInput");
    }

    @Test
    void batchReplacesARecordSetOnlyByDeletionAndCreation() {
        change(change("CREATE", "a.spore.host", "A", "1.2.3.4"));

        assertThat(
                        refusal(
                                change("UPSERT", "a.spore.host", "A", "1.2.3.5"),
                                change("UPSERT", "A.spore.host.", "A", "1.2.3.6")))
                .isEqualTo(
                        "[The request contains an invalid set of changes for a resource record set 'A a.spore.host.']");
        change(
                change("DELETE", "a.spore.host", "A", "1.2.3.4"),
                change("CREATE", "a.spore.host", "A", "1.2.3.7"));
        assertThat(values("a.spore.host", "A")).containsExactly("1.2.3.7");
    }

    @Test
    void nameThatDnsDoesNotAllowIsRefused() {
        String label = "x".repeat(63);

        change(change("CREATE", label + ".spore.host", "TXT", "\"x\""));

        assertThat(refusal(change("CREATE", label + "x.spore.host", "TXT", "\"x\"")))
                .contains("InvalidDomainName", "encountered with '" + label + "x.spore.host.'");
    }

    @Test
    void cnameExcludesOtherRecordsOfItsName() {
        change(change("CREATE", "a.spore.host", "A", "1.2.3.4"));
        change(change("CREATE", "c.spore.host", "CNAME", "a.spore.host"));

        assertThat(refusal(change("CREATE", "a.spore.host", "CNAME", "b.spore.host")))
                .contains("conflicts with other records");
        assertThat(refusal(change("CREATE", "c.spore.host", "A", "1.2.3.4")))
                .contains("conflicts with other records");
        assertThat(refusal(change("CREATE", "spore.host", "CNAME", "a.spore.host")))
                .contains("not permitted at apex");
    }

    @Test
    void soaAndNsRecordsCannotBeDeleted() {
        ResourceRecordSet soa = zone.find("spore.host", "SOA").orElseThrow();

        assertThat(refusal(Change.builder().action("DELETE").resourceRecordSet(soa).build()))
                .contains("must contain at least one NS record and one SOA record");
    }

    private void change(Change... changes) {
        zone.change(ChangeBatch.builder().changes(changes).build(), new SizeLimits());
    }

    private String refusal(Change... changes) {
        AwsError refusal = catchThrowableOfType(AwsError.class, () -> change(changes));
        assertThat(refusal.code()).isEqualTo("InvalidChangeBatch");
        return refusal.text();
    }

    private String code(Change... changes) {
        return catchThrowableOfType(AwsError.class, () -> change(changes)).code();
    }

    private List<String> values(String name, String type) {
        return zone.find(name, type).orElseThrow().resourceRecords().stream()
                .map(ResourceRecord::value)
                .toList();
    }

    private static Change[] many(String action, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> change(action, "m-" + i + ".spore.host", "A", "1.2.3.4"))
                .toArray(Change[]::new);
    }

    private static Change change(String action, String name, String type, String... values) {
        List<ResourceRecord> records =
                List.of(values).stream()
                        .map(value -> ResourceRecord.builder().value(value).build())
                        .toList();
        ResourceRecordSet.Builder set = ResourceRecordSet.builder().name(name).type(type).ttl(60L);
        return Change.builder()
                .action(action)
                .resourceRecordSet(
                        records.isEmpty() ? set.build() : set.resourceRecords(records).build())
                .build();
    }
}
