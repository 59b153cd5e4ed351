/** How many instances this machine and the limits by zone, type and market hold. */
@NullMarked
package io.jobarrays.localcloud.ec2.instance.capacity;

import org.jspecify.annotations.NullMarked;
