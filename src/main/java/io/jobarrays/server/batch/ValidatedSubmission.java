package io.jobarrays.server.batch;

import java.util.List;

/**
 * A submission that would be taken, with the steps it becomes and its roads.
 *
 * @param warnings what looks like a secret
 */
public record ValidatedSubmission(String expandedXml, String graph, List<String> warnings) {}
