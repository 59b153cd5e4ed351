package io.jobarrays.server.batch;

import java.util.List;

/**
 * A submission that a dry run accepted.
 *
 * @param expandedXml standard job XML with every stage as its five steps
 * @param graph one line per path through the stages
 * @param warnings values that look like secrets
 */
public record ValidatedSubmission(String expandedXml, String graph, List<String> warnings) {}
