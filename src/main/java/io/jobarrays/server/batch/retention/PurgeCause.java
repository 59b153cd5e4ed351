package io.jobarrays.server.batch.retention;

import java.util.Locale;

/** Why an execution is deleted. */
enum PurgeCause {
    AGE,
    COUNT,
    BYTES,
    /** Of a user. */
    REQUEST;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
