package io.jobarrays.agent.work;

import java.io.IOException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Outputs of one work that are on this machine only, with the reason; also on disk for a later
 * agent, as far as the disk accepts it.
 */
final class UnkeptOutputs {
    private static final Logger LOG = Logger.getLogger(UnkeptOutputs.class);

    private final WorkRecord record;
    private final Runnable changeListener;
    private volatile @Nullable String reason;

    UnkeptOutputs(WorkRecord record, Runnable changeListener) {
        this.record = record;
        this.changeListener = changeListener;
        this.reason = read(record);
    }

    /** Null when all outputs are kept, or there are none. */
    @Nullable String reason() {
        return reason;
    }

    void set(String why) {
        reason = why;
        try {
            record.markUnkept(why);
        } catch (IOException e) {
            LOG.warnf("work %s: cannot record that its outputs are not kept: %s", record.id(), e);
        }
        changeListener.run();
    }

    void clear() throws IOException {
        record.markKept();
        reason = null;
        changeListener.run();
    }

    private static @Nullable String read(WorkRecord record) {
        try {
            return record.unkept().orElse(null);
        } catch (IOException e) {
            LOG.warnf("work %s: cannot read whether its outputs are kept: %s", record.id(), e);
            return "unknown: " + e.getMessage();
        }
    }
}
