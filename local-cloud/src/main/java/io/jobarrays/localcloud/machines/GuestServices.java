package io.jobarrays.localcloud.machines;

/** What of the cloud an instance can knock at. */
enum GuestServices {
    METADATA,
    CONTROL_PLANE,
    ENDPOINT,
    DNS_TCP,
    DNS_UDP
}
