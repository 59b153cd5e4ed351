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
    private static final String SAID = "said";
    private static final String TOLD = "work told";

    private final Path kept;
    private final MetadataClient metadata;
    private final MessageCodec wire;
    private final MessageOutbox outbox;
    private final Hook hook;
    private final Duration interval;
    private volatile List<String> facts;

    public SpotWatcher(
            RootDirectory root,
            MetadataClient metadata,
            MessageCodec wire,
            MessageOutbox outbox,
            Hook hook,
            Duration interval) {
        this.kept = root.state("spot");
        this.metadata = metadata;
        this.wire = wire;
        this.outbox = outbox;
        this.hook = hook;
        this.interval = interval;
        this.facts = read(kept);
    }

    /** Returns at once on a machine that EC2 does not take back. */
    public void watch() throws InterruptedException {
        if (!mayBeTakenBack()) {
            return;
        }
        // What the last agent had learnt and could not say.
        act();
        while (true) {
            look();
            Thread.sleep(interval);
        }
    }

    private boolean mayBeTakenBack() throws InterruptedException {
        while (true) {
            try {
                return metadata.spot();
            } catch (IOException e) {
                LOG.debugf("is this a spot instance? %s", e);
                Thread.sleep(interval);
            }
        }
    }

    private void look() throws InterruptedException {
        try {
            Optional<String> action = metadata.instanceAction();
            if (action.isPresent()) {
                take(wire.field(action.get(), "action") + " " + wire.field(action.get(), "time"));
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.debugf("spot notice: %s", e);
        }
    }

    private void take(String notice) {
        if (facts.isEmpty() || !facts.getFirst().equals(notice)) {
            LOG.warnf("EC2 takes this machine back: %s", notice);
            keep(List.of(notice));
            act();
        }
    }

    private void act() {
        List<String> known = facts;
        if (known.isEmpty()) {
            return;
        }
        String notice = known.getFirst();
        if (!known.contains(SAID)) {
            String[] words = notice.split(" ", 2);
            outbox.say(new SpotNotice(words[0], words[1]), () -> add(notice, SAID));
        }
        if (!known.contains(TOLD)) {
            add(notice, TOLD);
            Thread.ofPlatform().name("interrupt").daemon().start(this::tellWork);
        }
    }

    private void tellWork() {
        try {
            String sentence = hook.interrupt();
            if (!sentence.isEmpty()) {
                outbox.say(new Note(sentence));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void add(String notice, String fact) {
        if (facts.getFirst().equals(notice)) {
            keep(Stream.concat(facts.stream(), Stream.of(fact)).toList());
        }
    }

    /** A full disk costs the memory of the next agent, and not the notice. */
    private synchronized void keep(List<String> known) {
        facts = known;
        try {
            AtomicFile.write(kept, String.join("\n", known) + "\n", AtomicFile.PRIVATE);
        } catch (IOException e) {
            LOG.errorf("cannot write %s: %s", kept, e.getMessage());
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
    public interface Hook {
        String interrupt() throws InterruptedException;
    }
}
