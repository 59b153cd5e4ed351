package io.jobarrays.server.batch.view;

import java.time.Instant;

/** One version of a definition. */
public record DefinitionVersion(int version, Instant createdAt) {}
