/** Emulated instances: state, power, tags, addresses, capacity. */
@NullMarked
package io.jobarrays.localcloud.ec2.instance;

import org.jspecify.annotations.NullMarked;
