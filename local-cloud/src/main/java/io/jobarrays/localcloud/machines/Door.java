package io.jobarrays.localcloud.machines;

/** What of the cloud an instance can knock at. */
enum Door {
    METADATA,
    CONTROL_PLANE,
    DNS_TCP,
    DNS_UDP
}
