package io.jobarrays.localcloud;

import com.sun.net.httpserver.HttpExchange;
import io.jobarrays.localcloud.account.SsmApi;
import io.jobarrays.localcloud.account.StsApi;
import io.jobarrays.localcloud.dns.DnsPort;
import io.jobarrays.localcloud.dns.NameServer;
import io.jobarrays.localcloud.dns.VpcNames;
import io.jobarrays.localcloud.ec2.Account;
import io.jobarrays.localcloud.ec2.Capacity;
import io.jobarrays.localcloud.ec2.Ec2;
import io.jobarrays.localcloud.ec2.Ec2Api;
import io.jobarrays.localcloud.ec2.Fleet;
import io.jobarrays.localcloud.ec2.ResourceTags;
import io.jobarrays.localcloud.ec2.Selves;
import io.jobarrays.localcloud.front.Front;
import io.jobarrays.localcloud.keys.AccessKey;
import io.jobarrays.localcloud.keys.IdentityKey;
import io.jobarrays.localcloud.metadata.Metadata;
import io.jobarrays.localcloud.route53.Route53;
import io.jobarrays.localcloud.route53.Route53Api;
import io.jobarrays.localcloud.route53.Zones;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** The whole cloud, listening; everything is in memory and ends with it. */
public final class Cloud implements AutoCloseable {
    /** Belongs to the account from the start, as its VPC does. */
    public static final String ZONE = "spore.host";

    private final AccessKey key;
    private final IdentityKey identity;
    private final Machines machines;
    private final Front front;
    private final DnsPort dns;

    private Cloud(
            AccessKey key, IdentityKey identity, Machines machines, Front front, DnsPort dns) {
        this.key = key;
        this.identity = identity;
        this.machines = machines;
        this.front = front;
        this.dns = dns;
    }

    /** Opens the machine side, which needs to know whom its instances may ask. */
    @FunctionalInterface
    public interface Opening {
        Machines open(Guest guest) throws IOException;
    }

    /**
     * Starts to listen.
     *
     * @param port of the endpoint, 0 for any free one
     * @param dnsPort of the name server, 0 for any free one
     */
    public static Cloud start(
            StateDirectory state,
            int port,
            int dnsPort,
            Capacity capacity,
            Opening opening,
            Clock clock)
            throws IOException {
        AccessKey key = AccessKey.of(state);
        IdentityKey identity = IdentityKey.of(state, clock.instant());
        ResourceTags tags = new ResourceTags();
        Fleet fleet = new Fleet(tags, clock);
        Selves selves = new Selves(fleet, tags);
        Zones zones = new Zones();
        zones.create(ZONE, "local account", "of the local account");
        NameServer names = new NameServer(zones, new VpcNames(selves::address));
        Metadata metadata = new Metadata(selves::find, identity, clock);
        Machines machines = opening.open(new Within(metadata, names));
        try {
            Ec2Api ec2 = new Ec2Api(Ec2.of(fleet, tags, machines, capacity, clock));
            Route53Api route53 = new Route53Api(new Route53(zones, clock));
            var apis = List.of(route53, new SsmApi(), new StsApi(), ec2);
            DnsPort dns = DnsPort.listen(dnsPort, names);
            Front front = Front.listen(port, key, Account.REGION, apis, clock);
            return new Cloud(key, identity, machines, front, dns);
        } catch (IOException e) {
            machines.close();
            throw e;
        }
    }

    public AccessKey key() {
        return key;
    }

    public IdentityKey identity() {
        return identity;
    }

    public String mode() {
        return machines.mode();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + front.port();
    }

    /** Where the name server listens, over UDP and TCP. */
    public int dnsPort() {
        return dns.port();
    }

    /** Ends every instance, then stops listening. */
    @Override
    public void close() throws IOException {
        machines.close();
        front.close();
        dns.close();
    }

    private record Within(Metadata answers, NameServer names) implements Guest {
        @Override
        public void metadata(HttpExchange exchange, String instanceId) throws IOException {
            answers.answer(exchange, instanceId);
        }

        @Override
        public byte[] dns(byte[] query) {
            return names.datagram(query);
        }

        @Override
        public byte[] dnsOverTcp(byte[] query) {
            return names.stream(query);
        }
    }
}
