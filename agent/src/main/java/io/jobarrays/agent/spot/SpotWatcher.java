package io.jobarrays.agent.spot;

import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.MetadataClient;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.server.MessageCodec;
import io.jobarrays.agent.server.MessageOutbox;
import io.jobarrays.contract.AgentMessage.Note;
import io.jobarrays.contract.AgentMessage.SpotNotice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Looks whether EC2 takes this machine back, says so once and has the work told. What was done
 * about a notice stands on the disk, so that no later agent does it again.
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
    private final Duration interval;
    private volatile List<String> facts;

    public SpotWatcher(
            RootDirectory root,
            MetadataClient metadata,
            MessageCodec wire,
            MessageOutbox outbox,
            InterruptHook hook,
            Duration interval) {
        this.noticeFile = root.stateFile("spot");
        this.metadata = metadata;
        this.codec = wire;
        this.outbox = outbox;
        this.hook = hook;
        this.interval = interval;
        this.facts = read(noticeFile);
    }

    /** Returns at once on a machine that EC2 does not take back. */
    public void watch() throws InterruptedException {
        if (!isSpotInstance()) {
            return;
        }
        // What the last agent had learnt and could not say.
        continueHandling();
        while (true) {
            poll();
            Thread.sleep(interval);
        }
    }

    private boolean isSpotInstance() throws InterruptedException {
        while (true) {
            try {
                return metadata.isSpotInstance();
            } catch (IOException e) {
                LOG.debugf("is this a spot instance? %s", e);
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
            LOG.warnf("EC2 takes this machine back: %s", notice);
            store(List.of(notice));
            continueHandling();
        }
    }

    private void continueHandling() {
        List<String> known = facts;
        if (known.isEmpty()) {
            return;
        }
        String notice = known.getFirst();
        if (!known.contains(NOTICE_REPORTED)) {
            String[] words = notice.split(" ", 2);
            outbox.enqueue(
                    new SpotNotice(words[0], words[1]), () -> recordFact(notice, NOTICE_REPORTED));
        }
        if (!known.contains(HOOK_STARTED)) {
            recordFact(notice, HOOK_STARTED);
            Thread.ofPlatform().name("interrupt").daemon().start(this::runHook);
        }
    }

    private void runHook() {
        try {
            String sentence = hook.run();
            if (!sentence.isEmpty()) {
                outbox.enqueue(new Note(sentence));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void recordFact(String notice, String fact) {
        if (facts.getFirst().equals(notice)) {
            store(Stream.concat(facts.stream(), Stream.of(fact)).toList());
        }
    }

    /** A full disk costs the memory of the next agent, and not the notice. */
    private synchronized void store(List<String> known) {
        facts = known;
        try {
            AtomicFile.write(noticeFile, String.join("\n", known) + "\n", AtomicFile.PRIVATE);
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

    /** Tells the work; blocks for as long as that takes, and returns what people should hear. */
    public interface InterruptHook {
        String run() throws InterruptedException;
    }
}
