package io.jobarrays.agent.scale;

import io.jobarrays.agent.AgentMachine;
import io.jobarrays.agent.host.AgentThreads;
import io.jobarrays.agent.host.PowerSwitch;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.idle.LoadCounters;
import io.jobarrays.agent.idle.LoadReader;
import io.jobarrays.agent.peers.PeerFileWriter;
import io.jobarrays.agent.sessions.SessionStarter;
import io.jobarrays.agent.work.WorkSupervisor;
import io.jobarrays.contract.CertificateAuthorities;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.AgentMessage.SessionOpen;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Machine of scale mode as its agent sees it: a directory and shares of this process.
 *
 * @param powerSwitch ends the machine's run
 */
record ScaleMachine(
        String id,
        HostResources host,
        RootDirectory root,
        NetworkSwitch network,
        PeerFileWriter peerFileWriter,
        Clock clock,
        AgentThreads threads,
        Supplier<Duration> uptime,
        PowerSwitch powerSwitch)
        implements AgentMachine {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);
    private static final Duration MEASURE_INTERVAL = Duration.ofSeconds(15);

    /** Output of the work is signalled. */
    private static final Duration LOG_POLL_INTERVAL = Duration.ofSeconds(15);

    @Override
    public Map<String, String> environment() {
        return host.environment();
    }

    @Override
    public HttpClient newHttpClient() {
        return new MachineHttpClient(
                host.http(),
                new LinkLocalRoutes(URI.create(host.metadata() + id), host.controlPlane()),
                network);
    }

    /** Machines of scale mode reach the control plane by http on the loopback interface. */
    @Override
    public HttpClient newHttpClient(CertificateAuthorities authorities) {
        return newHttpClient();
    }

    @Override
    public URI metadata() {
        return URI.create("http://" + LinkLocalRoutes.METADATA_HOST);
    }

    @Override
    public Consumer<String> wall() {
        return text -> host.events().console(id, text);
    }

    @Override
    public Duration pollInterval() {
        return POLL_INTERVAL;
    }

    @Override
    public Duration measureInterval() {
        return MEASURE_INTERVAL;
    }

    @Override
    public Duration logPollInterval() {
        return LOG_POLL_INTERVAL;
    }

    /** The work uses no processor time of its own, so the machine is idle. */
    @Override
    public LoadReader loadReader(LongSupplier agentTraffic, LongSupplier sessionInput) {
        return () -> LoadCounters.idle(uptime.get());
    }

    @Override
    public WorkSupervisor workSupervisor(String bootId, Runnable logAppended) {
        return new InProcessWorkSupervisor(root, clock, bootId, logAppended);
    }

    @Override
    public SessionStarter sessionStarter() {
        return new SessionStarter() {
            @Override
            public Process start(SessionOpen request) {
                throw new Refusal("machines of scale mode run no shells and no commands of users");
            }

            @Override
            public Socket connect(int port) {
                throw new Refusal("machines of scale mode have no ports");
            }
        };
    }
}
