package io.jobarrays.server.batch.jobxml.model;

import java.util.List;
import java.util.Map;

/**
 * One stage as it will run: every expression filled in, every value checked.
 *
 * @param flags what {@code ArraySpec} reads
 * @param inputs earlier stages whose outputs it gets
 */
public record StagePlan(String id, Map<String, String> flags, List<String> inputs, int count) {}
