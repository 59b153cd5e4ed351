package io.jobarrays.server.batch.jobxml.model;

import io.jobarrays.server.net.NotifyTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plan of one execution: its stages and decisions.
 *
 * @param stages in the order of the document
 * @param decisions properties of the deciders by decision id
 * @param receiver of the notifications of the execution, from the job's properties
 */
public record JobPlan(
        List<StagePlan> stages,
        Map<String, Map<String, String>> decisions,
        Optional<NotifyTarget> receiver) {}
