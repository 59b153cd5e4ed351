package io.jobarrays.contract;

/**
 * One member as the others see it.
 *
 * @param ip the private IPv4 address
 * @param dns the full name, without a dot at its end
 */
public record Peer(int index, String instanceId, String ip, String dns) {}
