package io.jobarrays.localcloud;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jobarrays.localcloud.account.ParameterStore;
import io.jobarrays.localcloud.account.SecretStore;
import io.jobarrays.localcloud.account.SecretsApi;
import io.jobarrays.localcloud.account.SsmApi;
import io.jobarrays.localcloud.account.StsApi;
import io.jobarrays.localcloud.base.AdjustableClock;
import io.jobarrays.localcloud.base.CloudStateDirectory;
import io.jobarrays.localcloud.base.GuestServices;
import io.jobarrays.localcloud.base.Machines;
import io.jobarrays.localcloud.control.ControlApi;
import io.jobarrays.localcloud.dns.DnsListener;
import io.jobarrays.localcloud.dns.NameServer;
import io.jobarrays.localcloud.dns.VpcNames;
import io.jobarrays.localcloud.ec2.Ec2;
import io.jobarrays.localcloud.ec2.Ec2Api;
import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.instance.Capacity;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.InstanceIdentities;
import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.front.CallCounts;
import io.jobarrays.localcloud.front.FrontEndpoint;
import io.jobarrays.localcloud.front.SignatureVerifier;
import io.jobarrays.localcloud.keys.AccessKey;
import io.jobarrays.localcloud.keys.IdentityKey;
import io.jobarrays.localcloud.keys.RoleKeys;
import io.jobarrays.localcloud.metadata.MetadataApi;
import io.jobarrays.localcloud.route53.EmulatedZones;
import io.jobarrays.localcloud.route53.Route53;
import io.jobarrays.localcloud.route53.Route53Api;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** The whole cloud, listening; everything is in memory and ends with it. */
public final class Cloud implements AutoCloseable {
    /** Belongs to the account from the start, as its VPC does. */
    public static final String HOSTED_ZONE = "spore.host";

    private final AccessKey accessKey;
    private final IdentityKey identityKey;
    private final Machines machines;
    private final FrontEndpoint front;
    private final DnsListener dns;
    private final AdjustableClock clock;

    private Cloud(
            AccessKey key,
            IdentityKey identity,
            Machines machines,
            FrontEndpoint front,
            DnsListener dns,
            AdjustableClock clock) {
        this.accessKey = key;
        this.identityKey = identity;
        this.machines = machines;
        this.front = front;
        this.dns = dns;
        this.clock = clock;
    }

    /** Opens the machine side, which needs to know whom its instances may ask. */
    @FunctionalInterface
    public interface MachinesOpener {
        Machines open(GuestServices guest) throws IOException;
    }

    /**
     * Starts to listen.
     *
     * @param port of the endpoint, 0 for any free one
     * @param dnsPort of the name server, 0 for any free one
     * @param clock the real time; the account's own can be moved ahead of it
     */
    public static Cloud start(
            CloudStateDirectory state,
            int port,
            int dnsPort,
            Capacity capacity,
            MachinesOpener opening,
            Clock clock)
            throws IOException {
        AccessKey key = AccessKey.of(state);
        IdentityKey identity = IdentityKey.of(state, clock.instant());
        RoleKeys roles = new RoleKeys(clock);
        AdjustableClock moved = AdjustableClock.of(clock, state);
        ResourceTags tags = new ResourceTags();
        EmulatedInstances fleet = new EmulatedInstances(tags, moved);
        InstanceIdentities selves = new InstanceIdentities(fleet, tags);
        EmulatedZones zones = new EmulatedZones();
        zones.create(HOSTED_ZONE, "local account", "of the local account");
        NameServer names = new NameServer(zones, new VpcNames(selves::address));
        MetadataApi metadata = new MetadataApi(selves::find, identity, roles, clock);
        HttpServer socket = FrontEndpoint.bind(port);
        Machines machines =
                opening.open(new CloudServices(metadata, names, socket.getAddress().getPort()));
        try {
            Ec2 ec2 = Ec2.of(fleet, tags, machines, capacity, moved);
            var apis =
                    List.of(
                            new Route53Api(new Route53(zones, moved)),
                            new SsmApi(new ParameterStore(moved)),
                            new SecretsApi(new SecretStore(moved)),
                            new StsApi(),
                            new Ec2Api(ec2));
            DnsListener dns = DnsListener.listen(dnsPort, names);
            CallCounts calls = new CallCounts();
            FrontEndpoint front =
                    FrontEndpoint.serve(
                            socket,
                            new SignatureVerifier(key, roles, Account.REGION, clock),
                            apis,
                            calls,
                            new ControlApi(calls, moved, ec2.faultInjection()));
            return new Cloud(key, identity, machines, front, dns, moved);
        } catch (IOException e) {
            machines.close();
            throw e;
        }
    }

    public AccessKey accessKey() {
        return accessKey;
    }

    public IdentityKey identityKey() {
        return identityKey;
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
        clock.removeFile();
    }

    private record CloudServices(MetadataApi answers, NameServer names, int endpointPort)
            implements GuestServices {
        @Override
        public void metadata(HttpExchange exchange, String instanceId) throws IOException {
            answers.answer(exchange, instanceId);
        }

        @Override
        public byte[] dns(byte[] query) {
            return names.answerUdp(query);
        }

        @Override
        public byte[] dnsOverTcp(byte[] query) {
            return names.answerTcp(query);
        }
    }
}
