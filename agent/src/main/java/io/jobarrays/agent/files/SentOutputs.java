package io.jobarrays.agent.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Outputs that were sent from this machine.
 *
 * @param outputs the outputs that were sent, and those that were left out
 */
public record SentOutputs(CollectedOutputs outputs, List<ListedOutput> files) {
    public SentOutputs {
        files = List.copyOf(files);
    }

    /**
     * Sends outputs in their order.
     *
     * @throws IOException if the target cannot take one
     */
    public static SentOutputs send(CollectedOutputs outputs, TargetOpener target, FileRights rights)
            throws IOException, InterruptedException {
        return rights.call(() -> send(outputs, target.open()));
    }

    /** Opens the target with the rights that it is written with. */
    public interface TargetOpener {
        OutputTarget open() throws IOException;
    }

    private static SentOutputs send(CollectedOutputs outputs, OutputTarget target)
            throws IOException, InterruptedException {
        List<OutputEntry> sent = new ArrayList<>();
        List<ListedOutput> files = new ArrayList<>();
        List<UnreadableOutput> failures = new ArrayList<>();
        for (OutputEntry entry : outputs.entries()) {
            try {
                target.send(entry).ifPresent(files::add);
                sent.add(entry);
            } catch (UnreadableOutput e) {
                failures.add(e);
            }
        }
        return new SentOutputs(outputs.kept(sent, failures), files);
    }
}
