package io.jobarrays.server.instances.rows;

/**
 * Encrypted root volume of an instance that can hibernate.
 *
 * @param name device name of the image, {@code /dev/xvda}
 * @param gib size in GiB: the image and the instance's memory
 */
public record RootDevice(String name, int gib) {}
