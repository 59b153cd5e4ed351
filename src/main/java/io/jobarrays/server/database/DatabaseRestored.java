package io.jobarrays.server.database;

import java.time.Instant;

/** Event: the database answers again after an outage. */
public record DatabaseRestored(Instant downSince) {}
