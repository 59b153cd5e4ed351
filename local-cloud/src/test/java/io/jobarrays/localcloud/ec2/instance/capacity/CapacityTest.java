package io.jobarrays.localcloud.ec2.instance.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.localcloud.ec2.catalogue.VpcSubnet;
import org.junit.jupiter.api.Test;

class CapacityTest {

    @Test
    void capacityIsHalfTheMemoryAtMost256() {
        assertThat(Capacity.ofMemory(8L << 30).instances()).isEqualTo(37);
        assertThat(Capacity.ofMemory(1L << 40).instances()).isEqualTo(256);
        assertThat(Capacity.ofMemory(64L << 20).instances()).isEqualTo(1);
    }

    @Test
    void addressesOfASubnetAreWithinIt() {
        VpcSubnet subnet = new VpcSubnet("subnet-1", "us-east-1b", "10.77", 64, 64);

        assertThat(subnet.address(0)).isEqualTo("10.77.64.4");
        assertThat(subnet.address(252)).isEqualTo("10.77.65.0");
        assertThat(subnet.address(subnet.size() - 1)).isEqualTo("10.77.127.254");
    }
}
