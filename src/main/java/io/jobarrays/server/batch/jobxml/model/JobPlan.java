package io.jobarrays.server.batch.jobxml.model;

import java.util.List;
import java.util.Map;

/**
 * Plan of one execution: its stages and decisions.
 *
 * @param stages in the order of the document
 * @param decisions properties of the deciders by decision id
 */
public record JobPlan(List<StagePlan> stages, Map<String, Map<String, String>> decisions) {}
