package io.jobarrays.localcloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.SignedRequests;
import io.jobarrays.localcloud.ec2.catalogue.Account;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SubnetAddressesTest {
    /** More than the 8,187 addresses in us-east-1b. */
    private static final int CAPACITY = 20_000;

    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(CAPACITY);

    @Test
    void launchWithoutFreeAddressesTakesNeitherTokensNorStrikes() throws Exception {
        CLOUD.signed()
                .control(
                        "limits",
                        """
                        {"name":"ec2:RunInstances:resources","enabled":true,"capacity":20000,"refill_per_second":0.001}""");
        CLOUD.signed().control("faults", "{\"kind\":\"boot-fails\",\"count\":20000}");

        String code =
                Ec2Assertions.code(
                        () ->
                                CLOUD.ec2()
                                        .runInstances(
                                                it ->
                                                        it.imageId(Account.X86_IMAGE)
                                                                .placement(
                                                                        p ->
                                                                                p.availabilityZone(
                                                                                        "us-east-1b"))
                                                                .minCount(CAPACITY)
                                                                .maxCount(CAPACITY)));

        assertThat(code).isEqualTo("InsufficientFreeAddressesInSubnet");
        assertThat(CLOUD.signed().control("faults").body()).contains("\"strikes\" : 0");
        assertThat(tokens(CLOUD.signed().control("limits"))).isEqualTo(CAPACITY);
    }

    private static int tokens(HttpResponse<String> limits) {
        return SignedRequests.json(limits).field("limits").orElseThrow().asArray().stream()
                .filter(
                        it ->
                                it.field("name")
                                        .orElseThrow()
                                        .text()
                                        .equals("ec2:RunInstances:resources"))
                .map(it -> it.field("tokens").orElseThrow().text())
                .mapToInt(it -> (int) Double.parseDouble(it))
                .findFirst()
                .orElseThrow();
    }
}
