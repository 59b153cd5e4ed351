package io.jobarrays.agent;

import io.jobarrays.agent.aws.InstanceRole;
import io.jobarrays.agent.aws.RoleCalls;
import io.jobarrays.agent.aws.SecretReferences;
import io.jobarrays.agent.deadline.DeadlineWatcher;
import io.jobarrays.agent.deadline.TimeToLive;
import io.jobarrays.agent.host.AgentEnv;
import io.jobarrays.agent.host.AgentPowerSwitch;
import io.jobarrays.agent.host.BootRecord;
import io.jobarrays.agent.host.MetadataClient;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.host.Uptime;
import io.jobarrays.agent.idle.GpuMeter;
import io.jobarrays.agent.idle.IdleMonitor;
import io.jobarrays.agent.idle.LoadMeters;
import io.jobarrays.agent.peers.PeerFiles;
import io.jobarrays.agent.peers.SshAccess;
import io.jobarrays.agent.server.AgentEnrolment;
import io.jobarrays.agent.server.MachineCredentials;
import io.jobarrays.agent.server.MachineKey;
import io.jobarrays.agent.server.MessageCodec;
import io.jobarrays.agent.server.MessageOutbox;
import io.jobarrays.agent.server.ServerConnection;
import io.jobarrays.agent.server.ServerFiles;
import io.jobarrays.agent.server.SignedHttp;
import io.jobarrays.agent.sessions.TerminalSessions;
import io.jobarrays.agent.spot.SpotWatcher;
import io.jobarrays.agent.status.AgentStatusFile;
import io.jobarrays.agent.status.ServiceManager;
import io.jobarrays.agent.work.WorkEnvironment;
import io.jobarrays.agent.work.WorkRecord;
import io.jobarrays.agent.work.WorkReporter;
import io.jobarrays.agent.work.WorkSupervisor;
import io.jobarrays.agent.work.Workload;
import io.jobarrays.contract.AgentMessage.BarrierFailed;
import io.jobarrays.contract.AgentMessage.Deadline;
import io.jobarrays.contract.AgentMessage.EndStored;
import io.jobarrays.contract.AgentMessage.FromAgent;
import io.jobarrays.contract.AgentMessage.Go;
import io.jobarrays.contract.AgentMessage.Hello;
import io.jobarrays.contract.AgentMessage.Idle;
import io.jobarrays.contract.AgentMessage.LogStored;
import io.jobarrays.contract.AgentMessage.Pause;
import io.jobarrays.contract.AgentMessage.Peers;
import io.jobarrays.contract.AgentMessage.SessionClose;
import io.jobarrays.contract.AgentMessage.SessionInput;
import io.jobarrays.contract.AgentMessage.SessionOpen;
import io.jobarrays.contract.AgentMessage.SessionResize;
import io.jobarrays.contract.AgentMessage.SessionTaken;
import io.jobarrays.contract.AgentMessage.SshKey;
import io.jobarrays.contract.AgentMessage.Stop;
import io.jobarrays.contract.AgentMessage.ToAgent;
import io.jobarrays.contract.AgentMessage.Work;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/** The agent's parts, put together: what the server says goes to the part it concerns. */
final class Agent implements ServerConnection.Conversation {
    private static final Logger LOG = Logger.getLogger(Agent.class);
    private static final String VERSION =
            Optional.ofNullable(Agent.class.getPackage().getImplementationVersion()).orElse("dev");

    private final MessageCodec wire = new MessageCodec();
    private final TimeToLive timeToLive;
    private final DeadlineWatcher watch;
    private final PeerFiles peering;
    private final SshAccess ssh;
    private final Workload workload;
    private final ServerConnection connection;
    private final MessageOutbox outbox;
    private final IdleMonitor idleness;
    private final SpotWatcher spot;
    private final TerminalSessions sessions;
    private final WorkReporter reporter;
    private final AgentStatusFile status;
    private final ServiceManager serviceManager;
    private final Duration interval;
    private final String bootId;

    Agent(AgentSettings settings, AgentEnv env, BootRecord boot) throws IOException {
        Clock clock = Clock.systemUTC();
        RootDirectory root = new RootDirectory(settings.root());
        Uptime uptime = Uptime.of(settings.system());
        bootId = boot.id();
        interval = Duration.ofMillis(settings.intervalMillis());
        AgentPowerSwitch power = new AgentPowerSwitch(root, settings.poweroff());
        timeToLive = new TimeToLive(root, env.ttlDeadline(), clock, uptime);
        outbox = new MessageOutbox();
        if (boot.fresh()) {
            timeToLive.booted();
        }
        watch = new DeadlineWatcher(timeToLive, outbox, power, settings.wall());
        // Before anything that may fail, on a full disk for example.
        background("deadline", watch::watch);
        HttpClient http = http();
        MetadataClient metadata = new MetadataClient(http, settings.metadata());
        MachineKey key = MachineKey.keep(root);
        AgentEnrolment enrolment = new AgentEnrolment(http, wire, metadata, env, key);
        MachineCredentials credentials = new MachineCredentials(root, key, enrolment, clock, power);
        connection = new ServerConnection(http, credentials, env.server(), wire);
        peering = new PeerFiles(root, clock, wire);
        ssh = new SshAccess(root);
        workload =
                new Workload(
                        root,
                        wire,
                        new WorkSupervisor(root, boot.id()),
                        new WorkEnvironment(System.getenv(), env.environment()),
                        secrets(http, metadata),
                        new ServerFiles(new SignedHttp(http, credentials), env.server()));
        reporter = new WorkReporter(workload, wire, connection::send);
        workload.whenChanged(reporter::nudge);
        sessions = new TerminalSessions(root, System.getenv(), connection::send);
        spot = new SpotWatcher(root, metadata, wire, outbox, workload::interrupt, interval);
        LoadMeters meters =
                new LoadMeters(
                        settings.system(),
                        uptime,
                        connection::carried,
                        sessions::typed,
                        new GpuMeter(System.getenv().getOrDefault("PATH", ""), uptime));
        idleness = new IdleMonitor(root, wire, meters, uptime, connection::send, outbox, power);
        status =
                new AgentStatusFile(
                        root, clock, env, timeToLive, watch, workload, idleness, peering);
        serviceManager =
                new ServiceManager(System.getenv().getOrDefault("SPORED_NOTIFY_SOCKET", ""));
        if (boot.fresh()) {
            peering.clear();
            boot.settle(root);
        }
    }

    /** Never returns but by interruption. */
    void run() throws IOException, InterruptedException {
        background("outbox", () -> outbox.deliver(connection::send));
        workload.resume();
        serviceManager.ready();
        background("service manager", () -> serviceManager.keepInformed(watch));
        background("idle", this::lookForIdleness);
        background("spot", spot::watch);
        background("report", reporter::report);
        connection.run(this);
    }

    private SecretReferences secrets(HttpClient http, MetadataClient metadata) {
        String endpoint = System.getenv().getOrDefault("AWS_ENDPOINT_URL", "");
        InstanceRole role = new InstanceRole(metadata, wire);
        return new SecretReferences(wire, new RoleCalls(http, wire, role, endpoint));
    }

    @Override
    public Hello first() {
        Optional<String> work = workload.run().map(WorkRecord::id);
        return new Hello(
                VERSION, work.orElse(null), workload.phase(), peering.generation(), bootId);
    }

    @Override
    public void opened() {
        reporter.connected();
        idleness.connected();
        outbox.connected();
        status.connected();
    }

    @Override
    public void closed(String why) {
        sessions.closeAll();
        status.disconnected(why);
    }

    @Override
    public void received(String text) {
        try {
            if (wire.read(text) instanceof ToAgent message) {
                take(message);
            }
        } catch (IOException | RuntimeException e) {
            // One message that cannot be followed must not end the conversation.
            LOG.errorf(e, "a message could not be followed");
        }
    }

    private void take(ToAgent message) throws IOException {
        switch (message) {
            case Work work -> workload.accept(work);
            case Go go -> workload.go(go.id());
            case Stop stop -> workload.stop(stop.id(), stop.graceSeconds());
            case Peers peers -> {
                say(peering.write(peers));
                ssh.trust(peers.peers());
            }
            case BarrierFailed failed -> peering.write(failed);
            case Deadline deadline -> say(timeToLive.tell(deadline));
            case Pause pause -> timeToLive.pause(pause).ifPresent(this::say);
            case Idle idle -> idleness.tell(idle);
            case SshKey key -> ssh.grant(key);
            case LogStored stored -> reporter.stored(stored);
            case EndStored stored -> reporter.endStored(stored.id());
            case SessionOpen wanted -> sessions.open(wanted);
            case SessionInput input -> sessions.input(input);
            case SessionResize size -> sessions.resize(size);
            case SessionTaken taken -> sessions.taken(taken);
            case SessionClose gone -> sessions.close(gone);
        }
    }

    private void say(FromAgent message) {
        if (!connection.send(message)) {
            LOG.warnf("%s could not be said", message.getClass().getSimpleName());
        }
    }

    private void lookForIdleness() throws InterruptedException {
        while (true) {
            idleness.tick();
            status.write();
            Thread.sleep(interval);
        }
    }

    private static HttpClient http() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .executor(Executors.newFixedThreadPool(2, Agent::daemon))
                .build();
    }

    private static Thread daemon(Runnable task) {
        return Thread.ofPlatform().name("http").daemon().unstarted(task);
    }

    private static void background(String name, Endless task) {
        Thread.ofPlatform()
                .name(name)
                .daemon()
                .start(
                        () -> {
                            try {
                                task.run();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    private interface Endless {
        void run() throws InterruptedException;
    }
}
