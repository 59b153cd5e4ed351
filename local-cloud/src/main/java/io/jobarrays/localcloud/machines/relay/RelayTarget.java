package io.jobarrays.localcloud.machines.relay;

/** What of the cloud an instance can knock at. */
enum RelayTarget {
    METADATA,
    CONTROL_PLANE,
    ENDPOINT,
    DNS_TCP,
    DNS_UDP
}
