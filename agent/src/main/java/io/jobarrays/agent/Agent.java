package io.jobarrays.agent;

import io.jobarrays.agent.aws.AwsJsonClient;
import io.jobarrays.agent.aws.InstanceRole;
import io.jobarrays.agent.aws.S3Client;
import io.jobarrays.agent.aws.SecretResolver;
import io.jobarrays.agent.deadline.DeadlineWatcher;
import io.jobarrays.agent.deadline.TimeToLive;
import io.jobarrays.agent.host.AgentEnv;
import io.jobarrays.agent.host.AgentThreads;
import io.jobarrays.agent.host.BootRecord;
import io.jobarrays.agent.host.LoginEnvironment;
import io.jobarrays.agent.host.MetadataClient;
import io.jobarrays.agent.host.PowerSwitch;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.idle.IdleMonitor;
import io.jobarrays.agent.peers.PeerFiles;
import io.jobarrays.agent.peers.PeerReceiver;
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
import io.jobarrays.agent.status.AgentStatusWriter;
import io.jobarrays.agent.status.SystemdNotifier;
import io.jobarrays.agent.work.CheckpointRequests;
import io.jobarrays.agent.work.WorkEnvironment;
import io.jobarrays.agent.work.WorkRecord;
import io.jobarrays.agent.work.WorkReporter;
import io.jobarrays.agent.work.Workload;
import io.jobarrays.contract.CertificateAuthorities;
import io.jobarrays.contract.messages.AgentMessage.BarrierFailed;
import io.jobarrays.contract.messages.AgentMessage.CheckpointTaken;
import io.jobarrays.contract.messages.AgentMessage.Deadline;
import io.jobarrays.contract.messages.AgentMessage.EndStored;
import io.jobarrays.contract.messages.AgentMessage.FromAgent;
import io.jobarrays.contract.messages.AgentMessage.Go;
import io.jobarrays.contract.messages.AgentMessage.Hello;
import io.jobarrays.contract.messages.AgentMessage.Idle;
import io.jobarrays.contract.messages.AgentMessage.LogStored;
import io.jobarrays.contract.messages.AgentMessage.Note;
import io.jobarrays.contract.messages.AgentMessage.Pause;
import io.jobarrays.contract.messages.AgentMessage.Peers;
import io.jobarrays.contract.messages.AgentMessage.Reassigned;
import io.jobarrays.contract.messages.AgentMessage.SessionClose;
import io.jobarrays.contract.messages.AgentMessage.SessionInput;
import io.jobarrays.contract.messages.AgentMessage.SessionOpen;
import io.jobarrays.contract.messages.AgentMessage.SessionResize;
import io.jobarrays.contract.messages.AgentMessage.SessionTaken;
import io.jobarrays.contract.messages.AgentMessage.SshKey;
import io.jobarrays.contract.messages.AgentMessage.Stop;
import io.jobarrays.contract.messages.AgentMessage.TakeCheckpoint;
import io.jobarrays.contract.messages.AgentMessage.ToAgent;
import io.jobarrays.contract.messages.Work;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Wires the parts of the agent together and dispatches the server's messages to them. */
public final class Agent implements ServerConnection.ConnectionListener {
    private static final Logger LOG = Logger.getLogger(Agent.class);
    private static final String VERSION =
            Optional.ofNullable(Agent.class.getPackage().getImplementationVersion()).orElse("dev");

    private final MessageCodec codec = new MessageCodec();
    private final AgentMachine machine;
    private final TimeToLive timeToLive;
    private final DeadlineWatcher deadlineWatcher;
    private final PeerFiles peerFiles;
    private final PeerReceiver peerReceiver;
    private final Workload workload;
    private final CheckpointRequests checkpointRequests;
    private final ServerConnection connection;
    private final MessageOutbox outbox;
    private final IdleMonitor idleMonitor;
    private final SpotWatcher spotWatcher;
    private final TerminalSessions sessions;
    private final WorkReporter reporter;
    private final AgentStatusWriter statusWriter;
    private final SystemdNotifier systemd;
    private final String bootId;

    /**
     * Starts the enforcement of the deadline, then makes the other parts.
     *
     * @throws IOException when a part cannot read or write its files
     */
    public Agent(AgentMachine machine, AgentEnv env, BootRecord boot)
            throws IOException, InterruptedException {
        this.machine = machine;
        RootDirectory root = machine.root();
        var clock = machine.clock();
        bootId = boot.id();
        PowerSwitch power = machine.powerSwitch();
        timeToLive = new TimeToLive(root, env.ttlDeadline(), clock, machine.uptime());
        outbox = new MessageOutbox();
        if (boot.firstAgent()) {
            timeToLive.onBoot();
        }
        deadlineWatcher = new DeadlineWatcher(timeToLive, outbox, power, machine.wall());
        // First: the parts below may fail at once, on a full disk for example; the deadline holds.
        deadlineWatcher.check();
        machine.threads().start("deadline", deadlineWatcher::watch);
        HttpClient http = machine.newHttpClient();
        HttpClient serverHttp = serverClient(machine, http, env);
        MetadataClient metadata = new MetadataClient(http, machine.metadata());
        InstanceRole role = new InstanceRole(metadata, codec);
        String awsEndpoint = machine.variable("AWS_ENDPOINT_URL");
        MachineKey key = MachineKey.loadOrCreate(root);
        AgentEnrolment enrolment = new AgentEnrolment(serverHttp, codec, metadata, env, key);
        MachineCredentials credentials = new MachineCredentials(root, key, enrolment, clock, power);
        connection = new ServerConnection(serverHttp, credentials, env.server(), codec);
        peerFiles = new PeerFiles(root, clock, codec, machine.peerFileWriter());
        peerReceiver = new PeerReceiver(peerFiles, new SshAccess(root), this::send);
        workload =
                new Workload(
                        root,
                        codec,
                        machine.threads(),
                        machine.workSupervisor(boot.id(), this::signalLog),
                        new WorkEnvironment(root, machine.environment(), env.member()),
                        new SecretResolver(
                                codec, new AwsJsonClient(http, codec, role, awsEndpoint)),
                        new S3Client(http, role, awsEndpoint),
                        new ServerFiles(new SignedHttp(serverHttp, credentials), env.server()));
        reporter = new WorkReporter(workload, codec, connection::send, machine.logPollInterval());
        workload.onChange(reporter::signalChange);
        checkpointRequests = workload.checkpointRequests();
        deadlineWatcher.onEndNear(checkpointRequests::machineEndsSoon);
        workload.onNote(sentence -> outbox.enqueue(new Note(sentence)));
        sessions = new TerminalSessions(machine.sessionStarter(), connection::send);
        spotWatcher =
                new SpotWatcher(
                        root,
                        metadata,
                        codec,
                        outbox,
                        workload::runInterruptHook,
                        machine.threads(),
                        machine.pollInterval());
        idleMonitor =
                new IdleMonitor(
                        root,
                        codec,
                        machine.loadReader(connection::transferredBytes, sessions::typedBytes),
                        machine.uptime(),
                        () -> workload.unkeptOutputs() != null,
                        connection::send,
                        outbox,
                        power);
        workload.onBegin(idleMonitor::workBegan);
        statusWriter =
                new AgentStatusWriter(
                        root,
                        clock,
                        env,
                        timeToLive,
                        deadlineWatcher,
                        workload,
                        idleMonitor,
                        peerFiles);
        systemd = new SystemdNotifier(machine.variable("SPORED_NOTIFY_SOCKET"));
        if (boot.firstAgent()) {
            peerFiles.clear();
            LoginEnvironment.writeAtBoot(root, env.member());
            boot.markInitialized(root);
        }
    }

    private static HttpClient serverClient(AgentMachine machine, HttpClient http, AgentEnv env) {
        return env.caFile().isEmpty()
                ? http
                : machine.newHttpClient(
                        CertificateAuthorities.read("SPAWN_CA_FILE", Path.of(env.caFile())));
    }

    /** Runs until the thread is interrupted. */
    public void run() throws IOException, InterruptedException {
        AgentThreads threads = machine.threads();
        threads.start("outbox", () -> outbox.deliver(connection::send));
        workload.resume();
        systemd.notifyReady();
        threads.start("service manager", () -> systemd.runWatchdog(deadlineWatcher));
        threads.start("idle", this::runIdleMonitor);
        threads.start("spot", spotWatcher::watch);
        threads.start("report", reporter::report);
        threads.start("peers", peerReceiver::retry);
        connection.run(this);
    }

    /** Delivers the log before the process ends: the machine may be shutting down. */
    void flushLog() {
        try {
            reporter.flush();
        } catch (InterruptedException | IOException e) {
            LOG.warnf("the end of the log was not sent: %s", e);
        }
    }

    private void signalLog() {
        reporter.signalChange();
    }

    @Override
    public Hello hello() {
        Optional<String> work = workload.record().map(WorkRecord::id);
        return new Hello(
                VERSION, work.orElse(null), workload.phase(), peerFiles.generation(), bootId);
    }

    @Override
    public void opened() {
        reporter.connected();
        idleMonitor.connected();
        outbox.connected();
        statusWriter.connected();
    }

    @Override
    public void closed(String why) {
        sessions.closeAll();
        statusWriter.disconnected(why);
    }

    @Override
    public void received(String text) {
        try {
            if (codec.read(text) instanceof ToAgent message) {
                dispatch(message);
            }
        } catch (IOException | RuntimeException e) {
            // One message that cannot be handled must not end the connection.
            LOG.errorf(e, "cannot handle a message");
        }
    }

    private void dispatch(ToAgent message) throws IOException {
        switch (message) {
            case Reassigned reassigned -> reassigned();
            case Work work -> workload.accept(work);
            case Go go -> workload.release(go.id());
            case Stop stop -> workload.stop(stop.id(), stop.graceSeconds());
            case TakeCheckpoint wanted ->
                    checkpointRequests.take(
                            wanted.id(),
                            problem -> send(new CheckpointTaken(wanted.id(), problem)));
            case Peers peers -> peerReceiver.receive(peers);
            case BarrierFailed failed -> peerReceiver.receive(failed);
            case Deadline deadline -> send(timeToLive.setDeadline(deadline));
            case Pause pause -> timeToLive.pause(pause).ifPresent(this::send);
            case Idle idle -> idleMonitor.setPolicy(idle);
            case SshKey key -> peerReceiver.receive(key);
            case LogStored stored -> reporter.stored(stored);
            case EndStored stored -> reporter.endStored(stored.id());
            case SessionOpen wanted -> sessions.open(wanted);
            case SessionInput input -> sessions.input(input);
            case SessionResize size -> sessions.resize(size);
            case SessionTaken taken -> sessions.acknowledge(taken);
            case SessionClose close -> sessions.close(close);
        }
    }

    /** The connection goes on as a new one. */
    private void reassigned() {
        closed("the machine is another member's now");
        send(hello());
        opened();
        spotWatcher.reassigned();
    }

    private void send(FromAgent message) {
        if (!connection.send(message)) {
            LOG.warnf("cannot send %s", message.getClass().getSimpleName());
        }
    }

    private void runIdleMonitor() throws InterruptedException {
        while (true) {
            idleMonitor.tick();
            statusWriter.write();
            Thread.sleep(machine.measureInterval());
        }
    }
}
