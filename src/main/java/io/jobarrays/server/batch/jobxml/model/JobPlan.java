package io.jobarrays.server.batch.jobxml.model;

import java.util.List;
import java.util.Map;

/**
 * What one execution of a job will do.
 *
 * @param stages in the order of the document
 * @param decisions by id, the properties of their deciders
 */
public record JobPlan(List<StagePlan> stages, Map<String, Map<String, String>> decisions) {}
