package io.jobarrays.localcloud.front;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallCountsTest {
    private final CallCounts calls = new CallCounts();

    @Test
    void callersAboveTheLimitAreCountedTogether() {
        for (int i = 0; i < 1_002; i++) {
            calls.count("ec2", "DescribeInstances", "client-" + i, "OK");
        }
        calls.count("ec2", "DescribeInstances", "client-0", "OK");

        assertThat(calls.json().replaceAll("\\s+", " "))
                .contains("\"caller\" : \"client-999\"")
                .doesNotContain("client-1000")
                .contains("\"caller\" : \"client-0\", \"outcome\" : \"OK\", \"count\" : 2")
                .contains("\"caller\" : \"other\", \"outcome\" : \"OK\", \"count\" : 2");
    }
}
