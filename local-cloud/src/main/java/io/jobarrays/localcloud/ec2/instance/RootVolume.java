package io.jobarrays.localcloud.ec2.instance;

import io.jobarrays.localcloud.ec2.catalogue.Images;

/**
 * Root volume of an instance.
 *
 * @param sizeGib size in GiB
 */
public record RootVolume(boolean encrypted, int sizeGib) {
    /** The volume of a launch that does not map it. */
    public static final RootVolume DEFAULT = new RootVolume(false, Images.ROOT_GIB);
}
