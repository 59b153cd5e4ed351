package io.jobarrays.server.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.DnsNames;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PeerRosterTest {
    private static final DnsNames NAMES = new DnsNames("435415984226", "spore.host");

    @Test
    void publishesPublicAddressInDnsAndPrivateToPeers() {
        PeerRoster roster = new PeerRoster(1, "compute", NAMES, List.of(entry(0, "198.18.0.7")));

        assertThat(roster.peerList().peers().getFirst().ip()).isEqualTo("10.77.0.0");
        assertThat(roster.dnsAddresses())
                .containsEntry("compute-0.5k0zfnmq.spore.host", List.of("198.18.0.7"))
                .containsEntry("compute.5k0zfnmq.spore.host", List.of("198.18.0.7"));
    }

    @Test
    void publishesPrivateAddressInDnsWithoutPublicOne() {
        PeerRoster roster = new PeerRoster(1, "compute", NAMES, List.of(entry(3, null)));

        assertThat(roster.dnsAddresses().get("compute-3.5k0zfnmq.spore.host"))
                .containsExactly("10.77.0.3");
    }

    @Test
    void splitsALargeGroupIntoShards() {
        List<PeerRoster.Entry> many =
                IntStream.range(0, 801).mapToObj(i -> entry(i, null)).toList();

        var addresses = new PeerRoster(1, "compute", NAMES, many).dnsAddresses();

        assertThat(addresses).doesNotContainKey("compute.5k0zfnmq.spore.host");
        assertThat(addresses.get("compute-g0.5k0zfnmq.spore.host")).hasSize(400);
        assertThat(addresses.get("compute-g2.5k0zfnmq.spore.host")).hasSize(1);
    }

    private static PeerRoster.Entry entry(int index, @Nullable String publicIp) {
        return new PeerRoster.Entry(index, "i-" + index, "10.77.0." + index, publicIp);
    }
}
