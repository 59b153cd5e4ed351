/** Resources of the account before a launch: network, images, instance types. */
@NullMarked
package io.jobarrays.localcloud.ec2.catalogue;

import org.jspecify.annotations.NullMarked;
