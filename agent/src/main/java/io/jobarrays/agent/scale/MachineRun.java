package io.jobarrays.agent.scale;

import io.jobarrays.agent.Agent;
import io.jobarrays.agent.host.AgentEnv;
import io.jobarrays.agent.host.AgentThreads;
import io.jobarrays.agent.host.BootRecord;
import io.jobarrays.agent.host.MetadataClient;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.Paths;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.commons.io.FileUtils;
import org.jboss.logging.Logger;

/** One run of a machine, from its boot to its end. */
final class MachineRun {
    private static final Logger LOG = Logger.getLogger(MachineRun.class);

    private final String id;
    private final HostResources host;
    private final boolean withAgent;
    private final RootDirectory root;
    private final MachineClock clock;
    private final NetworkSwitch network = new NetworkSwitch();
    private final GuardedPeerFiles peerFiles;
    private final AgentThreads threads = AgentThreads.virtual();
    private final long bootedAt = System.nanoTime();
    private final CountDownLatch endRequested = new CountDownLatch(1);
    private volatile boolean deletesDisk;

    /**
     * @param clockOffset of the machine's clock, positive when it is ahead
     * @param withAgent false for a machine whose boot hangs before its user data runs
     */
    MachineRun(String id, HostResources host, Duration clockOffset, boolean withAgent) {
        this.id = id;
        this.host = host;
        this.clock = new MachineClock(clockOffset);
        this.withAgent = withAgent;
        this.root = new RootDirectory(host.machines().resolve(id));
        this.peerFiles = new GuardedPeerFiles(host.peerFileWriter());
    }

    /** Boots and runs until an end is requested; then {@code ended} is called. */
    void start(Runnable ended) {
        Thread.ofVirtual()
                .name(id)
                .start(
                        () -> {
                            try {
                                live();
                            } catch (IOException | InterruptedException e) {
                                host.events().console(id, "the machine ends: " + e);
                            } finally {
                                ended.run();
                            }
                        });
    }

    /** Ends the run without notice to its agent, as a power failure does. */
    void end() {
        endRequested.countDown();
    }

    /** Ends the run; the machine's directory is deleted then. */
    void endAndDelete() {
        deletesDisk = true;
        end();
    }

    void setClockOffset(Duration offset) {
        clock.setOffset(offset);
    }

    void setNetworkUp(boolean up) {
        network.set(up);
    }

    void setEtcWritable(boolean writable) {
        peerFiles.setWritable(writable);
    }

    private void live() throws IOException, InterruptedException {
        // Empty after each boot, as /run is.
        FileUtils.deleteDirectory(root.resolve(RootDirectory.RUNTIME_DIRECTORY).toFile());
        Files.createDirectories(root.directory());
        host.events().booted(id);
        if (withAgent) {
            threads.start("init", this::runInit);
        }
        endRequested.await();
        threads.interruptAll();
        if (!threads.awaitEnd()) {
            host.events().console(id, "threads of the agent are still running");
        }
    }

    boolean deletesDisk() {
        return deletesDisk;
    }

    /** Without an agent that runs, the machine powers off, as its bootstrap would do. */
    private void runInit() throws InterruptedException {
        ScaleMachine machine =
                new ScaleMachine(
                        id,
                        host,
                        root,
                        network,
                        peerFiles,
                        clock,
                        threads,
                        this::uptime,
                        this::powerOff);
        try {
            if (isBootstrapped() || bootstrap(machine)) {
                runAgent(machine);
            } else {
                host.events().console(id, "the user data starts no agent");
            }
        } catch (IOException | RuntimeException e) {
            LOG.debugf(e, "%s ends", id);
            host.events().console(id, "the machine powers off: " + e.getMessage());
            powerOff();
        }
    }

    private boolean isBootstrapped() {
        return Files.exists(root.resolve(Paths.AGENT_ENV));
    }

    private static boolean bootstrap(ScaleMachine machine)
            throws IOException, InterruptedException {
        return new ScaleBootstrap(
                        machine.root(),
                        new MetadataClient(machine.newHttpClient(), machine.metadata()))
                .run();
    }

    private void runAgent(ScaleMachine machine) throws IOException, InterruptedException {
        AgentEnv env = AgentEnv.read(root);
        root.makeDirectories();
        try (BootRecord boot = BootRecord.acquire(root)) {
            root.claimForInstance(env.instanceId());
            host.events().console(id, "agent of index %d starts".formatted(env.member().index()));
            new Agent(machine, env, boot).run();
        }
    }

    private void powerOff() throws InterruptedException {
        end();
        new CountDownLatch(1).await();
    }

    private Duration uptime() {
        return Duration.ofNanos(System.nanoTime() - bootedAt);
    }
}
