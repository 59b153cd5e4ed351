package io.jobarrays.server.batch.jobxml.model;

import java.util.List;
import java.util.Map;

/**
 * Stage with every expression resolved and every value checked.
 *
 * @param flags launch flags for {@code ArraySpec}
 * @param inputs earlier stages whose outputs this stage reads
 */
public record StagePlan(String id, Map<String, String> flags, List<String> inputs, int count) {}
