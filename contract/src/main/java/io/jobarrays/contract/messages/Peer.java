package io.jobarrays.contract.messages;

/**
 * Member of an array in the peer list of the others.
 *
 * @param ip the private IPv4 address
 * @param dns the full name, without a dot at its end
 */
public record Peer(int index, String instanceId, String ip, String dns) {}
