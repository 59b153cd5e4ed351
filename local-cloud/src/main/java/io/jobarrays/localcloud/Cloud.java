package io.jobarrays.localcloud;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jobarrays.localcloud.account.ParameterStore;
import io.jobarrays.localcloud.account.SecretStore;
import io.jobarrays.localcloud.account.SecretsApi;
import io.jobarrays.localcloud.account.SsmApi;
import io.jobarrays.localcloud.account.StsApi;
import io.jobarrays.localcloud.base.AdjustableClock;
import io.jobarrays.localcloud.base.CloudEvents;
import io.jobarrays.localcloud.base.CloudStateDirectory;
import io.jobarrays.localcloud.base.GuestServices;
import io.jobarrays.localcloud.base.Machines;
import io.jobarrays.localcloud.control.ControlApi;
import io.jobarrays.localcloud.dns.DnsListener;
import io.jobarrays.localcloud.dns.NameServer;
import io.jobarrays.localcloud.dns.VpcNames;
import io.jobarrays.localcloud.ec2.CallTargets;
import io.jobarrays.localcloud.ec2.CloudConditions;
import io.jobarrays.localcloud.ec2.Ec2;
import io.jobarrays.localcloud.ec2.Ec2Api;
import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.InstanceIdentities;
import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.ec2.instance.capacity.Capacity;
import io.jobarrays.localcloud.ec2.instance.capacity.CapacityPools;
import io.jobarrays.localcloud.ec2.instance.power.InstanceDelays;
import io.jobarrays.localcloud.faults.Faults;
import io.jobarrays.localcloud.front.CallCounts;
import io.jobarrays.localcloud.front.CallGate;
import io.jobarrays.localcloud.front.FrontEndpoint;
import io.jobarrays.localcloud.front.SignatureVerifier;
import io.jobarrays.localcloud.keys.AccessKey;
import io.jobarrays.localcloud.keys.IdentityKey;
import io.jobarrays.localcloud.keys.RoleKeys;
import io.jobarrays.localcloud.keys.WebIdentityToken;
import io.jobarrays.localcloud.limits.ApiLimits;
import io.jobarrays.localcloud.limits.SizeLimits;
import io.jobarrays.localcloud.metadata.MetadataApi;
import io.jobarrays.localcloud.route53.EmulatedZones;
import io.jobarrays.localcloud.route53.Route53;
import io.jobarrays.localcloud.route53.Route53Api;
import io.jobarrays.localcloud.s3.S3;
import io.jobarrays.localcloud.s3.S3Api;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** Local cloud with its services and ports; state is in memory and ends with it. */
public final class Cloud implements AutoCloseable {
    /** Hosted zone that exists in the account from the start. */
    public static final String HOSTED_ZONE = "spore.host";

    private final AccessKey accessKey;
    private final IdentityKey identityKey;
    private final Machines machines;
    private final FrontEndpoint front;
    private final DnsListener dns;
    private final AdjustableClock clock;
    private final ApiLimits limits;
    private final S3 s3;

    private Cloud(
            AccessKey key,
            IdentityKey identity,
            Machines machines,
            FrontEndpoint front,
            DnsListener dns,
            AdjustableClock clock,
            ApiLimits limits,
            S3 s3) {
        this.accessKey = key;
        this.identityKey = identity;
        this.machines = machines;
        this.front = front;
        this.dns = dns;
        this.clock = clock;
        this.limits = limits;
        this.s3 = s3;
    }

    /** Opens the machines; needs the services that instances can reach. */
    @FunctionalInterface
    public interface MachinesOpener {
        Machines open(GuestServices services) throws IOException;
    }

    /**
     * Starts all services.
     *
     * @param port of the endpoint; 0 selects a free port
     * @param dnsPort of the name server; 0 selects a free port
     * @param s3Bytes most bytes of all objects in S3
     * @param clock the real time; the account's clock can be moved ahead of it
     */
    public static Cloud start(
            CloudStateDirectory state,
            int port,
            int dnsPort,
            Capacity capacity,
            MachinesOpener opener,
            long s3Bytes,
            Clock clock)
            throws IOException {
        AccessKey key = AccessKey.of(state);
        IdentityKey identity = IdentityKey.of(state, clock.instant());
        RoleKeys roleKeys = new RoleKeys(clock);
        AdjustableClock accountClock = AdjustableClock.of(clock, state);
        CloudConditions conditions =
                new CloudConditions(
                        new CapacityPools(capacity),
                        new ApiLimits(Ec2.operationNames(), System::nanoTime),
                        new Faults(System::nanoTime),
                        new InstanceDelays(clock.millis()),
                        new CloudEvents(clock));
        SizeLimits sizes = conditions.limits().sizes();
        ResourceTags tags = new ResourceTags(sizes);
        EmulatedInstances instances = new EmulatedInstances(tags, accountClock);
        InstanceIdentities identities = new InstanceIdentities(instances, tags);
        EmulatedZones zones = new EmulatedZones();
        zones.create(HOSTED_ZONE, "local account", "of the local account");
        NameServer names = new NameServer(zones, new VpcNames(identities::address));
        MetadataApi metadata = new MetadataApi(identities::find, identity, roleKeys, clock);
        HttpServer server = FrontEndpoint.bind(port);
        Machines machines =
                opener.open(new CloudServices(metadata, names, server.getAddress().getPort()));
        S3 s3 = S3.open(state.file("s3"), s3Bytes, accountClock);
        try {
            Ec2 ec2 = Ec2.of(instances, tags, machines, conditions, accountClock);
            var apis =
                    List.of(
                            new S3Api(s3),
                            new Route53Api(new Route53(zones, sizes, accountClock)),
                            new SsmApi(new ParameterStore(sizes, accountClock), sizes),
                            new SecretsApi(new SecretStore(sizes, accountClock)),
                            new StsApi(WebIdentityToken.of(state), roleKeys),
                            new Ec2Api(ec2));
            DnsListener dns = DnsListener.listen(dnsPort, names);
            CallCounts calls = new CallCounts();
            CallGate gate =
                    new CallGate(
                            calls,
                            conditions.limits(),
                            conditions.faults(),
                            new CallTargets(instances, tags, Account.of(machines.mode())));
            FrontEndpoint front =
                    FrontEndpoint.serve(
                            server,
                            new SignatureVerifier(key, roleKeys, Account.REGION, clock),
                            apis,
                            gate,
                            new ControlApi(
                                    calls,
                                    accountClock,
                                    ec2.faultInjection(),
                                    conditions,
                                    instances));
            return new Cloud(
                    key, identity, machines, front, dns, accountClock, conditions.limits(), s3);
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

    public ApiLimits limits() {
        return limits;
    }

    public String mode() {
        return machines.mode();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + front.port();
    }

    /** Port of the name server on 127.0.0.1, UDP and TCP. */
    public int dnsPort() {
        return dns.port();
    }

    /** Ends every instance, then closes the ports. */
    @Override
    public void close() throws IOException {
        machines.close();
        front.close();
        dns.close();
        s3.close();
        clock.removeFile();
    }

    private record CloudServices(MetadataApi metadata, NameServer names, int endpointPort)
            implements GuestServices {
        @Override
        public void metadata(HttpExchange exchange, String instanceId, String path)
                throws IOException {
            metadata.answer(exchange, instanceId, path);
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
