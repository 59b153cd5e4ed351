package io.jobarrays.agent.peers;

import io.jobarrays.contract.messages.AgentMessage.BarrierFailed;
import io.jobarrays.contract.messages.AgentMessage.FromAgent;
import io.jobarrays.contract.messages.AgentMessage.Peers;
import io.jobarrays.contract.messages.AgentMessage.PeersNotWritten;
import io.jobarrays.contract.messages.AgentMessage.SshKey;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Receiver of peers: writes their files and reports the result. A write that fails, on a full or
 * read-only disk, is repeated until it succeeds or the server sends others.
 */
public final class PeerReceiver {
    private static final Logger LOG = Logger.getLogger(PeerReceiver.class);
    private static final long RETRY_SECONDS = 5;

    private final PeerFiles files;
    private final SshAccess ssh;
    private final Consumer<FromAgent> server;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition received = lock.newCondition();
    private @Nullable Peers unwritten;
    private String reportedReason = "";

    public PeerReceiver(PeerFiles files, SshAccess ssh, Consumer<FromAgent> server) {
        this.files = files;
        this.ssh = ssh;
        this.server = server;
    }

    /** Writes the peers; a failure is reported again, since the server may have forgotten it. */
    public void receive(Peers peers) {
        lock.lock();
        try {
            unwritten = null;
            reportedReason = "";
            write(peers);
            received.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Writes the failure of the barrier; peers that were not written are given up. */
    public void receive(BarrierFailed failed) throws IOException {
        lock.lock();
        try {
            unwritten = null;
            files.write(failed);
        } finally {
            lock.unlock();
        }
    }

    /** Installs the key that members reach each other with. */
    public void receive(SshKey key) throws IOException {
        ssh.installKey(key);
    }

    /** Repeats failed writes until the thread is interrupted. */
    public void retry() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                if (unwritten == null) {
                    received.await();
                } else if (!received.await(RETRY_SECONDS, TimeUnit.SECONDS)) {
                    writeAgain();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Other peers may have been received during the pause. */
    private void writeAgain() {
        Peers peers = unwritten;
        if (peers != null) {
            write(peers);
        }
    }

    private void write(Peers peers) {
        try {
            server.accept(files.write(peers));
            unwritten = null;
        } catch (IOException e) {
            unwritten = peers;
            report(peers, Objects.toString(e.getMessage(), e.toString()));
            return;
        }
        try {
            ssh.writeClientConfig(peers.peers());
        } catch (IOException e) {
            LOG.errorf("ssh: cannot configure the client for the members: %s", e);
        }
    }

    private void report(Peers peers, String reason) {
        if (!reason.equals(reportedReason)) {
            LOG.errorf("cannot write peers of generation %d: %s", peers.generation(), reason);
            reportedReason = reason;
            server.accept(new PeersNotWritten(peers.generation(), reason));
        }
    }
}
