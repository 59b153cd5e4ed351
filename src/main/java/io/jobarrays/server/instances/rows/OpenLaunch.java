package io.jobarrays.server.instances.rows;

/**
 * Launch call whose outcome is unknown, without its request.
 *
 * @param id its client token
 * @param indexes as ranges
 */
public record OpenLaunch(String id, String arrayId, String indexes) {}
