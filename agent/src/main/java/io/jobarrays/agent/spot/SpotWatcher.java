package io.jobarrays.agent.spot;

import io.jobarrays.agent.host.AgentThreads;
import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.MetadataClient;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.server.MessageCodec;
import io.jobarrays.agent.server.MessageOutbox;
import io.jobarrays.contract.messages.AgentMessage.Note;
import io.jobarrays.contract.messages.AgentMessage.SpotNotice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Polls for a spot interruption notice, reports it once and runs the interrupt hook. The steps
 * taken are stored, so that a later agent does not repeat them.
 */
public final class SpotWatcher {
    private static final Logger LOG = Logger.getLogger(SpotWatcher.class);
    private static final String NOTICE_REPORTED = "said";
    private static final String HOOK_STARTED = "work told";

    private final Path noticeFile;
    private final MetadataClient metadata;
    private final MessageCodec codec;
    private final MessageOutbox outbox;
    private final InterruptHook hook;
    private final AgentThreads threads;
    private final Duration interval;
    private volatile List<String> facts;

    public SpotWatcher(
            RootDirectory root,
            MetadataClient metadata,
            MessageCodec codec,
            MessageOutbox outbox,
            InterruptHook hook,
            AgentThreads threads,
            Duration interval) {
        this.noticeFile = root.stateFile("spot");
        this.metadata = metadata;
        this.codec = codec;
        this.outbox = outbox;
        this.hook = hook;
        this.threads = threads;
        this.interval = interval;
        this.facts = read(noticeFile);
    }

    /** Runs until the thread is interrupted; returns immediately on an on-demand instance. */
    public void watch() throws InterruptedException {
        if (!isSpotInstance()) {
            return;
        }
        // A notice that an earlier agent has stored but not reported.
        continueHandling();
        while (true) {
            poll();
            Thread.sleep(interval);
        }
    }

    /** The machine is another member's now, of which the server does not know the notice. */
    public void reassigned() {
        List<String> current = facts;
        if (!current.isEmpty()) {
            outbox.enqueue(message(current.getFirst()));
        }
    }

    private static SpotNotice message(String notice) {
        String[] fields = notice.split(" ", 2);
        return new SpotNotice(fields[0], fields[1]);
    }

    private boolean isSpotInstance() throws InterruptedException {
        while (true) {
            try {
                return metadata.isSpotInstance();
            } catch (IOException e) {
                LOG.debugf("cannot read the instance life cycle: %s", e);
                Thread.sleep(interval);
            }
        }
    }

    private void poll() throws InterruptedException {
        try {
            Optional<String> action = metadata.spotInstanceAction();
            if (action.isPresent()) {
                handleNotice(
                        codec.readField(action.get(), "action")
                                + " "
                                + codec.readField(action.get(), "time"));
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.debugf("spot notice: %s", e);
        }
    }

    private void handleNotice(String notice) {
        if (facts.isEmpty() || !facts.getFirst().equals(notice)) {
            LOG.warnf("EC2 interrupts this spot instance: %s", notice);
            store(List.of(notice));
            continueHandling();
        }
    }

    private void continueHandling() {
        List<String> current = facts;
        if (current.isEmpty()) {
            return;
        }
        String notice = current.getFirst();
        if (!current.contains(NOTICE_REPORTED)) {
            outbox.enqueue(message(notice), () -> recordFact(notice, NOTICE_REPORTED));
        }
        if (!current.contains(HOOK_STARTED)) {
            recordFact(notice, HOOK_STARTED);
            threads.start("interrupt", this::runHook);
        }
    }

    private void runHook() throws InterruptedException {
        String sentence = hook.run();
        if (!sentence.isEmpty()) {
            outbox.enqueue(new Note(sentence));
        }
    }

    private synchronized void recordFact(String notice, String fact) {
        if (facts.getFirst().equals(notice)) {
            store(Stream.concat(facts.stream(), Stream.of(fact)).toList());
        }
    }

    /** On a full disk the facts are kept in memory only; the notice is still reported. */
    private synchronized void store(List<String> current) {
        facts = current;
        try {
            AtomicFile.write(noticeFile, String.join("\n", current) + "\n", AtomicFile.PRIVATE);
        } catch (IOException e) {
            LOG.errorf("cannot write %s: %s", noticeFile, e.getMessage());
        }
    }

    private static List<String> read(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            LOG.warnf("cannot read %s: %s", file, e.getMessage());
            return List.of();
        }
    }

    /**
     * Runs the work's interrupt hook; blocks until it ends and returns a note for the user, or "".
     */
    public interface InterruptHook {
        String run() throws InterruptedException;
    }
}
