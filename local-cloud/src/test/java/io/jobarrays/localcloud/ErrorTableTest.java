package io.jobarrays.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Makes every call of the table of error codes, and looks for codes that the table lacks. */
class ErrorTableTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(16);

    private static final String HEADING = "Error codes";
    private static final Pattern REPEAT = Pattern.compile("repeat\\((\\d+),([^)]*)\\)");
    private static final Pattern CODE_IN_ANSWER =
            Pattern.compile("<Code>([^<]+)</Code>|\"__type\":\"([^\"]+)\"");
    private static final Pattern CODE_IN_SOURCE =
            Pattern.compile("AwsError\\(\\s*(?:\\d+,\\s*)?\"([A-Za-z.]+)\"");
    private static final Map<String, String> PLACEHOLDERS = new HashMap<>();

    @BeforeAll
    static void createWhatTheCallsNeed() throws Exception {
        CLOUD.ec2().createKeyPair(it -> it.keyName("taken").keyType("ed25519"));
        CLOUD.ec2().createPlacementGroup(it -> it.groupName("near"));
        launch(it -> it.instanceType("c5.large").placement(p -> p.groupName("near")));
        launch(it -> it.minCount(2).maxCount(2).clientToken("used"));
        PLACEHOLDERS.put("LAUNCH", "ImageId=" + Account.X86_IMAGE + "&MinCount=1&MaxCount=1");
        PLACEHOLDERS.put("RUNNING", launch(it -> {}));
        PLACEHOLDERS.put("STOPPED", stopped(launch(it -> {})));
        PLACEHOLDERS.put("SPOT", launch(it -> it.instanceMarketOptions(m -> m.marketType("spot"))));
        PLACEHOLDERS.put(
                "STOPPED_SPOT",
                stopped(
                        launch(
                                it ->
                                        it.instanceMarketOptions(
                                                m ->
                                                        m.marketType("spot")
                                                                .spotOptions(
                                                                        o ->
                                                                                o.spotInstanceType(
                                                                                                "persistent")
                                                                                        .instanceInterruptionBehavior(
                                                                                                "stop"))))));
        PLACEHOLDERS.put("TERMINATED", terminated(launch(it -> {})));
        PLACEHOLDERS.put("SLASHED", launch(ErrorTableTest::slashed));
        PLACEHOLDERS.put("ZONE", zoneWithRecord());
        CLOUD.signed()
                .json(
                        "ssm",
                        "AmazonSSM.PutParameter",
                        "{\"Name\":\"/taken\",\"Type\":\"String\",\"Value\":\"1\"}");
        CLOUD.signed()
                .json(
                        "secretsmanager",
                        "secretsmanager.CreateSecret",
                        "{\"Name\":\"taken\",\"SecretString\":\"1\",\"ClientRequestToken\":\"00000000-0000-0000-0000-000000000001\"}");
    }

    @TestFactory
    Stream<DynamicTest> callOfTheTableAnswersItsCode() throws IOException {
        return DocumentedTables.rows(HEADING).stream()
                .map(
                        row ->
                                DynamicTest.dynamicTest(
                                        String.join(" ", row.subList(0, 3)),
                                        () -> assertThat(code(send(row))).isEqualTo(row.get(2))));
    }

    @Test
    void tableHoldsEveryCodeOfTheSource() throws IOException {
        String page = Files.readString(Path.of("../docs/reference/local-cloud.md"));

        assertThat(codesOfTheSource())
                .hasSizeGreaterThan(50)
                .allSatisfy(code -> assertThat(page).contains(code));
    }

    private static HttpResponse<String> send(List<String> row)
            throws IOException, InterruptedException {
        String call = expand(row.get(3));
        return switch (row.get(0)) {
            case "EC2" ->
                    CLOUD.signed()
                            .query("ec2", "Version=2016-11-15&Action=" + row.get(1) + "&" + call);
            case "STS" ->
                    CLOUD.signed()
                            .query("sts", "Version=2011-06-15&Action=" + row.get(1) + "&" + call);
            case "SSM" -> CLOUD.signed().json("ssm", "AmazonSSM." + row.get(1), call);
            case "Secrets Manager" ->
                    CLOUD.signed().json("secretsmanager", "secretsmanager." + row.get(1), call);
            case "Route 53" -> {
                String[] parts = call.split(" ", 3);
                yield CLOUD.signed()
                        .rest(
                                SdkHttpMethod.fromValue(parts[0]),
                                parts[1],
                                parts.length == 3 ? parts[2] : "");
            }
            default -> throw new IllegalArgumentException(row.get(0));
        };
    }

    private static String expand(String call) {
        String expanded = REPEAT.matcher(call).replaceAll(ErrorTableTest::repeated);
        List<String> longestFirst =
                PLACEHOLDERS.keySet().stream().sorted((a, b) -> b.length() - a.length()).toList();
        for (String name : longestFirst) {
            expanded = expanded.replace(name, PLACEHOLDERS.getOrDefault(name, ""));
        }
        return expanded;
    }

    private static String repeated(MatchResult match) {
        return IntStream.rangeClosed(1, Integer.parseInt(match.group(1)))
                .mapToObj(i -> match.group(2).replace("#", String.valueOf(i)))
                .collect(Collectors.joining("&"));
    }

    private static String code(HttpResponse<String> answer) {
        var match = CODE_IN_ANSWER.matcher(answer.body());
        assertThat(match.find()).as(answer.body()).isTrue();
        return match.group(1) == null ? match.group(2) : match.group(1);
    }

    private static List<String> codesOfTheSource() throws IOException {
        TreeSet<String> codes = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> sources =
                    new ArrayList<>(files.filter(it -> it.toString().endsWith(".java")).toList());
            for (Path source : sources) {
                CODE_IN_SOURCE
                        .matcher(Files.readString(source))
                        .results()
                        .forEach(it -> codes.add(it.group(1)));
            }
        }
        return List.copyOf(codes);
    }

    private static void slashed(RunInstancesRequest.Builder request) {
        TagSpecification tags =
                TagSpecification.builder()
                        .resourceType("instance")
                        .tags(Tag.builder().key("a/b").value("").build())
                        .build();
        request.instanceType("m3.medium").tagSpecifications(tags);
    }

    private static String launch(Consumer<RunInstancesRequest.Builder> parameters) {
        RunInstancesRequest.Builder request =
                RunInstancesRequest.builder().imageId(Account.X86_IMAGE).minCount(1).maxCount(1);
        request.instanceType("t3.micro");
        parameters.accept(request);
        String id = CLOUD.ec2().runInstances(request.build()).instances().getFirst().instanceId();
        await().until(() -> state(id).equals("running"));
        return id;
    }

    private static String stopped(String id) {
        CLOUD.ec2().stopInstances(it -> it.instanceIds(id));
        await().until(() -> state(id).equals("stopped"));
        return id;
    }

    private static String terminated(String id) {
        CLOUD.ec2().terminateInstances(it -> it.instanceIds(id));
        await().until(() -> state(id).equals("terminated"));
        return id;
    }

    private static String state(String id) {
        Instance instance =
                CLOUD.ec2()
                        .describeInstances(it -> it.instanceIds(id))
                        .reservations()
                        .getFirst()
                        .instances()
                        .getFirst();
        return instance.state().nameAsString();
    }

    private static String zoneWithRecord() {
        String id =
                CLOUD.route53()
                        .createHostedZone(it -> it.name("errors.org").callerReference("errors"))
                        .hostedZone()
                        .id();
        ResourceRecordSet set =
                ResourceRecordSet.builder()
                        .name("a.errors.org")
                        .type("A")
                        .ttl(60L)
                        .resourceRecords(ResourceRecord.builder().value("198.18.0.1").build())
                        .build();
        Change change = Change.builder().action("CREATE").resourceRecordSet(set).build();
        CLOUD.route53()
                .changeResourceRecordSets(
                        it -> it.hostedZoneId(id).changeBatch(b -> b.changes(change)));
        return id.substring(id.lastIndexOf('/') + 1);
    }
}
