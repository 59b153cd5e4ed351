package io.jobarrays.server.dns;

import java.util.ArrayList;
import java.util.List;

/** Splits changes, in their order, into requests within the limits of Route 53. */
final class ChangeBatches {
    static final int MAX_VALUES_PER_REQUEST = 1000;
    static final int MAX_CHARACTERS_PER_REQUEST = 32_000;

    private ChangeBatches() {}

    static List<List<RecordChange>> of(List<? extends RecordChange> changes) {
        List<List<RecordChange>> batches = new ArrayList<>();
        List<RecordChange> batch = new ArrayList<>();
        int values = 0;
        int characters = 0;
        for (RecordChange change : changes) {
            values += change.values();
            characters += change.characters();
            if (!batch.isEmpty()
                    && (values > MAX_VALUES_PER_REQUEST
                            || characters > MAX_CHARACTERS_PER_REQUEST)) {
                batches.add(List.copyOf(batch));
                batch.clear();
                values = change.values();
                characters = change.characters();
            }
            batch.add(change);
        }
        if (!batch.isEmpty()) {
            batches.add(List.copyOf(batch));
        }
        return batches;
    }
}
