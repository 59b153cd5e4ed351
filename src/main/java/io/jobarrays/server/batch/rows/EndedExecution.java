package io.jobarrays.server.batch.rows;

import java.time.Instant;

/** An execution that has ended. */
public record EndedExecution(long id, Instant endedAt) {}
