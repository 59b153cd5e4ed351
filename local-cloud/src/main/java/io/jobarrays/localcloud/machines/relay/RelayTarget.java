package io.jobarrays.localcloud.machines.relay;

/** Service to which the relay forwards a connection of an instance. */
enum RelayTarget {
    METADATA,
    CONTROL_PLANE,
    CONTROL_PLANE_TLS,
    ENDPOINT,
    DNS_TCP,
    DNS_UDP
}
