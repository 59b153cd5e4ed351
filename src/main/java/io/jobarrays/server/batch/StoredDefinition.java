package io.jobarrays.server.batch;

/**
 * A definition that was stored, or that a dry run would store.
 *
 * @param created false: the newest version has the same bytes
 * @param expandedXml standard job XML with every stage as its five steps
 * @param graph one line per path through the stages
 */
public record StoredDefinition(
        String name, int version, boolean created, String expandedXml, String graph) {}
