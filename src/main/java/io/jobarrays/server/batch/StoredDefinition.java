package io.jobarrays.server.batch;

/**
 * A definition that was stored, or would be.
 *
 * @param created false: the same was there before under this version
 * @param expandedXml standard job XML with every stage as its five steps
 * @param graph one line a road
 */
public record StoredDefinition(
        String name, int version, boolean created, String expandedXml, String graph) {}
