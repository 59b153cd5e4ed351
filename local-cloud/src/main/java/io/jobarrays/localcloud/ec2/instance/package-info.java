/** Emulated instances: state, power, tags, addresses and capacity. */
@NullMarked
package io.jobarrays.localcloud.ec2.instance;

import org.jspecify.annotations.NullMarked;
